-- The event log: one heap, one sequencer row for each shard, and a function that is the only way to append.

-- The sequencer. Whoever appends locks the row of the shard until commit, so positions are gapless and follow commit
-- order. A low fill factor leaves room for in-page updates of this one row.
create table orchestrix.log_shards (
    shard smallint primary key,
    last_position bigint not null default 0 check (last_position >= 0),
    last_recorded_at timestamptz not null default '-infinity'
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

insert into orchestrix.log_shards (shard) values (0);

-- Columns of fixed width come first, widest first, so that no row wastes bytes on alignment.
create table orchestrix.events (
    position bigint not null,
    version bigint not null,
    recorded_at timestamptz not null,
    command_fingerprint bigint,
    event_id uuid not null,
    commit_id uuid not null,
    shard smallint not null,
    schema_version smallint not null,
    commit_index smallint not null,
    commit_size smallint not null,
    stream_id text collate "C" not null,
    event_type text collate "C" not null,
    command_id text collate "C",
    correlation_id text collate "C",
    causation_id text collate "C",
    trace_parent text collate "C",
    actor text collate "C",
    tenant text collate "C",
    data jsonb not null,
    -- Reads of the log, and a second guard of the order.
    constraint events_position primary key (shard, position),
    -- Reads of a stream, the version check, and a second guard against stale decisions.
    constraint events_stream_version unique (shard, stream_id, version)
);

-- Finds a commit by its command id, or by its own id if the caller chose none. Eight bytes instead of two texts: every
-- append pays for this index. Equal hashes of different ids are told apart by the row itself.
create function orchestrix.commit_key(stream_id text, command_id text, commit_id uuid) returns bigint
    language sql immutable parallel safe
    return coalesce(
        hashtextextended(command_id collate "C", hashtextextended(stream_id collate "C", 0)),
        uuid_hash_extended(commit_id, 0));

create index events_commit_key on orchestrix.events (orchestrix.commit_key(stream_id, command_id, commit_id))
    where commit_index = 0;

-- Appends a batch of commits, at most one for each stream. Array elements with the prefix commit_ describe commits,
-- those with event_ describe events in the order of their commits; event_commits holds the ordinal of the commit.
-- Nothing that the log's order or ownership rests on is believed twice: the stream, the commit and the place of an
-- event follow from its commit, and arguments that do not fit together are refused, whoever sends them.
-- Returns for each commit, in order: 0 appended, 1 conflict, 2 duplicate, 3 appended by an earlier attempt of it.
create function orchestrix.append_commits(
    target_shard smallint,
    commit_streams text[],
    commit_expected bigint[],
    commit_ids uuid[],
    commit_commands text[],
    commit_fingerprints bigint[],
    commit_sizes integer[],
    event_commits integer[],
    event_ids uuid[],
    event_types text[],
    event_schema_versions integer[],
    event_correlations text[],
    event_causations text[],
    event_trace_parents text[],
    event_actors text[],
    event_tenants text[],
    event_data jsonb[],
    out statuses integer[],
    out heads bigint[],
    out first_versions bigint[],
    out sizes integer[],
    out last_positions bigint[],
    out owner_commit_ids uuid[],
    out fingerprints bigint[],
    out recorded timestamptz[]
)
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
    -- The plans do not depend on the arguments, and planning them anew takes longer than a small append itself.
    set plan_cache_mode = force_generic_plan
as $$
declare
    base_position bigint;
    now_recorded timestamptz;
    expected_count bigint;
    inserted_count bigint;
    offsets bigint[];
    is_sound boolean;
begin
    -- An acknowledged command is on disk, whatever the server's default is.
    if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
    end if;

    -- Each statement below takes a fresh snapshot, after the lock: it sees everything that was committed before.
    select s.last_position, s.last_recorded_at into base_position, now_recorded
    from orchestrix.log_shards s
    where s.shard = target_shard
    for no key update;
    if not found then
        raise exception 'log shard % does not exist', target_shard using errcode = '42P01';
    end if;
    now_recorded := greatest(clock_timestamp(), now_recorded);

    select
        array_agg(c.status), array_agg(c.head), array_agg(c.first_version), array_agg(c.size),
        array_agg(c.last_position), array_agg(c.owner_commit_id), array_agg(c.fingerprint), array_agg(c.recorded_at),
        coalesce(sum(c.new_events), 0), array_agg(c.events_before), coalesce(bool_and(c.is_sound), false)
    into statuses, heads, first_versions, sizes, last_positions, owner_commit_ids, fingerprints, recorded,
        expected_count, offsets, is_sound
    from (
        select
            v.status,
            v.head + v.new_events as head,
            case v.status when 0 then v.head + 1 when 1 then 0 else v.found_version end as first_version,
            case v.status when 0 then v.size when 1 then 0 else v.found_size end as size,
            case v.status
                when 0 then base_position + sum(v.new_events) over (order by v.ordinal)
                when 1 then 0
                else v.found_position + v.found_size - 1
            end as last_position,
            coalesce(v.found_commit_id, v.commit_id) as owner_commit_id,
            case when v.status in (2, 3) then v.found_fingerprint else v.fingerprint end as fingerprint,
            coalesce(v.found_recorded_at, now_recorded) as recorded_at,
            v.new_events,
            sum(v.size) over (order by v.ordinal) - v.size as events_before,
            v.is_sound
        from (
            select
                coalesce(
                    c.size >= 1 and c.expected is not null and c.stream_id is not null and c.commit_id is not null,
                    false) as is_sound,
                c.ordinal, c.commit_id, c.fingerprint, c.size,
                coalesce(head.version, 0) as head,
                found.version as found_version,
                found.commit_size::integer as found_size,
                found.position as found_position,
                found.commit_id as found_commit_id,
                found.command_fingerprint as found_fingerprint,
                found.recorded_at as found_recorded_at,
                s.status,
                case when s.status = 0 then c.size else 0 end as new_events
            from unnest(commit_streams, commit_expected, commit_ids, commit_commands, commit_fingerprints, commit_sizes)
                with ordinality as c(stream_id, expected, commit_id, command_id, fingerprint, size, ordinal)
            left join lateral (
                select e.version
                from orchestrix.events e
                where e.shard = target_shard and e.stream_id = c.stream_id
                order by e.version desc
                limit 1
            ) head on true
            left join lateral (
                select e.version, e.position, e.commit_id, e.commit_size, e.command_fingerprint, e.recorded_at
                from orchestrix.events e
                where orchestrix.commit_key(e.stream_id, e.command_id, e.commit_id)
                        = orchestrix.commit_key(c.stream_id, c.command_id, c.commit_id)
                    and e.commit_index = 0
                    -- Written so that no other index fits: planned on a small table, this look-up would go through all
                    -- events of the stream, and a cached plan would keep doing so while the stream grows.
                    and e.shard + 0 = target_shard
                    and e.stream_id || '' = c.stream_id
                    and case
                        when c.command_id is null then e.commit_id = c.commit_id
                        else e.command_id = c.command_id
                    end
                limit 1
            ) found on true
            cross join lateral (
                select case
                    when found.commit_id = c.commit_id then 3
                    when found.commit_id is not null then 2
                    when c.expected >= 0 and c.expected <> coalesce(head.version, 0) then 1
                    else 0
                end as status
            ) s
        ) v
        order by v.ordinal
    ) c;

    if not is_sound or cardinality(event_commits) <> (select sum(s) from unnest(commit_sizes) s) then
        raise exception 'the arguments of append_commits do not fit together' using errcode = '22023';
    end if;
    if expected_count = 0 then
        return;
    end if;

    insert into orchestrix.events (
        position, version, recorded_at, command_fingerprint, event_id, commit_id, shard, schema_version, commit_index,
        commit_size, stream_id, event_type, command_id, correlation_id, causation_id, trace_parent, actor, tenant, data)
    select
        last_positions[e.commit] - sizes[e.commit] + e.ordinal - offsets[e.commit],
        first_versions[e.commit] + e.ordinal - offsets[e.commit] - 1,
        now_recorded,
        case when e.ordinal - offsets[e.commit] = 1 then commit_fingerprints[e.commit] end,
        e.event_id, commit_ids[e.commit], target_shard, e.schema_version, e.ordinal - offsets[e.commit] - 1,
        sizes[e.commit], commit_streams[e.commit], e.event_type, commit_commands[e.commit], e.correlation_id,
        e.causation_id, e.trace_parent, e.actor, e.tenant, e.data
    from unnest(
        event_commits, event_ids, event_types, event_schema_versions, event_correlations, event_causations,
        event_trace_parents, event_actors, event_tenants, event_data)
        with ordinality as e(commit, event_id, event_type, schema_version, correlation_id, causation_id, trace_parent,
            actor, tenant, data, ordinal)
    where statuses[e.commit] = 0 and e.ordinal - offsets[e.commit] between 1 and sizes[e.commit];

    get diagnostics inserted_count = row_count;
    if inserted_count <> expected_count then
        raise exception 'inserted % events instead of %', inserted_count, expected_count using errcode = 'XX000';
    end if;

    update orchestrix.log_shards
    set last_position = base_position + expected_count, last_recorded_at = now_recorded
    where shard = target_shard;
end;
$$;

-- The log is append-only for everyone, the owner included; a superuser who disables these triggers does so on purpose.
create function orchestrix.refuse_change() returns trigger
    language plpgsql
as $$
begin
    raise exception 'the event log is append-only: % of %.% is refused', tg_op, tg_table_schema, tg_table_name
        using errcode = '2F002', hint = 'Append a correcting event instead.';
end;
$$;

create trigger events_are_append_only
    before update or delete or truncate on orchestrix.events
    for each statement execute function orchestrix.refuse_change();

create trigger shards_are_kept
    before delete or truncate on orchestrix.log_shards
    for each statement execute function orchestrix.refuse_change();

-- The application reads, and appends through the function; it has no other way to write.
revoke all on all functions in schema orchestrix from public;
grant usage on schema orchestrix to {application_role};
grant select on orchestrix.events, orchestrix.log_shards to {application_role};
grant execute on function orchestrix.append_commits to {application_role};
grant execute on function orchestrix.commit_key to {application_role};
