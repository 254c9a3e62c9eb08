-- What the log was when it was sealed. A seal covers the events behind the seal before it, and its hash covers the hash
-- of that one: whoever knows the hash of a seal knows the whole log up to it. Decision record 0016 says why seals
-- follow the appends instead of being part of them.
create table orchestrix.log_seals (
    first_position bigint not null,
    last_position bigint not null,
    sealed_at timestamptz not null,
    shard smallint not null,
    hash bytea not null,
    -- SHA-256 of each event, in the order of positions: they tell which event it is that does not fit.
    digests bytea not null,
    constraint log_seals_position primary key (shard, last_position),
    constraint log_seals_first unique (shard, first_position),
    constraint log_seals_range check (
        first_position >= 1 and last_position >= first_position and octet_length(hash) = 32
        and octet_length(digests) = 32 * (last_position - first_position + 1))
);
-- Nobody can compress a hash.
alter table orchestrix.log_seals alter column digests set storage external;

create trigger seals_are_append_only
    before update or delete or truncate on orchestrix.log_seals
    for each statement execute function orchestrix.refuse_change();

-- Seals what is behind the last seal, at most max_events of it, and says how far the log is sealed and how far it goes.
-- The digest of an event is the SHA-256 of its columns but the position, as PostgreSQL sends a record in binary form;
-- the order of the digests stands for the positions.
create function orchestrix.seal_log(
    target_shard smallint,
    max_events integer,
    out sealed_position bigint,
    out sealed_hash bytea,
    out head_position bigint
)
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
    set jit = off
    set enable_seqscan = off
    set enable_bitmapscan = off
as $$
declare
    next_position bigint;
    event_count bigint;
    new_digests bytea;
begin
    -- A seal whose hash somebody has noted must not be lost in a crash and then made anew with another range.
    if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
    end if;
    if current_setting('client_encoding') <> 'UTF8' then
        raise exception 'seal_log needs the client encoding UTF8' using errcode = '22023';
    end if;

    -- Seals are made one after the other, and appends do not wait for it. "seal" in ASCII.
    perform pg_advisory_xact_lock(1936023916, target_shard);
    select s.last_position, s.hash into sealed_position, sealed_hash
    from orchestrix.log_seals s
    where s.shard = target_shard
    order by s.last_position desc
    limit 1;
    sealed_position := coalesce(sealed_position, 0);
    select e.position into head_position
    from orchestrix.events e
    where e.shard = target_shard
    order by e.position desc
    limit 1;
    head_position := coalesce(head_position, 0);
    if head_position < sealed_position then
        raise exception 'the log ends at position % and was sealed up to %', head_position, sealed_position
            using errcode = 'XX001';
    end if;
    next_position := least(head_position, sealed_position + max_events);
    if next_position <= sealed_position then
        return;
    end if;

    -- The digests come in the order of the subquery: to sort them again would cost a tenth of all this.
    select count(*), string_agg(d.digest, ''::bytea)
    into event_count, new_digests
    from (
        select
            sha256(record_send(row(
                e.shard, e.version, e.recorded_at, e.command_fingerprint, e.event_id, e.commit_id, e.schema_version,
                e.commit_index, e.commit_size, e.stream_id, e.event_type, e.command_id, e.correlation_id,
                e.causation_id, e.trace_parent, e.actor, e.tenant, e.data))) as digest
        from orchestrix.events e
        where e.shard = target_shard and e.position > sealed_position and e.position <= next_position
        order by e.position
    ) d;
    -- Positions are gapless; a log that has lost one is not sealed as if that were right.
    if event_count <> next_position - sealed_position then
        raise exception 'the log has % events between positions % and %', event_count, sealed_position, next_position
            using errcode = 'XX001';
    end if;

    sealed_hash := sha256(coalesce(sealed_hash, ''::bytea) || int8send(sealed_position + 1) || new_digests);
    insert into orchestrix.log_seals (first_position, last_position, sealed_at, shard, hash, digests)
    values (sealed_position + 1, next_position, clock_timestamp(), target_shard, sealed_hash, new_digests);
    sealed_position := next_position;
end;
$$;

revoke all on function orchestrix.seal_log from public;
grant execute on function orchestrix.seal_log to {application_role};
grant select on orchestrix.log_seals to {application_role};
