-- The next events of many streams in one round trip: many grains wake at once. The ordinal tells which stream a row
-- belongs to. A function, because only a function can keep its plan and forgo compiling it on every connection, be it
-- pooled or not.
create function orchestrix.read_streams(streams text[], from_versions bigint[], max_counts bigint[])
    returns table (
        version bigint, event_position bigint, event_type text, schema_version smallint, data jsonb, event_id uuid,
        commit_id uuid, commit_index smallint, commit_size smallint, command_id text, correlation_id text,
        causation_id text, trace_parent text, actor text, tenant text, recorded_at timestamptz, ordinal bigint)
    language plpgsql
    stable
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
    set jit = off
    set enable_seqscan = off
    set enable_bitmapscan = off
as $$
begin
    return query
    select e.*, r.ordinal
    from unnest(streams, from_versions, max_counts) with ordinality
        as r(stream_id, from_version, max_count, ordinal)
    cross join lateral (
        select
            n.version, n.position, n.event_type, n.schema_version, n.data, n.event_id, n.commit_id, n.commit_index,
            n.commit_size, n.command_id, n.correlation_id, n.causation_id, n.trace_parent, n.actor, n.tenant,
            n.recorded_at
        from orchestrix.events n
        where n.stream_id = r.stream_id and n.version >= r.from_version
        order by n.version
        limit r.max_count
    ) e
    order by r.ordinal, e.version;
end;
$$;

revoke all on function orchestrix.read_streams from public;
grant execute on function orchestrix.read_streams to {application_role};
