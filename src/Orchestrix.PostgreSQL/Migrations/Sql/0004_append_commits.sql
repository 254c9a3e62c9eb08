-- Appends a batch of commits, at most one for each stream. Array elements with the prefix commit_ describe commits,
-- those with event_ describe events in the order of their commits. An array that holds nothing but nulls may be null,
-- and so may commit_sizes if each commit has one event.
--
-- Almost always every commit wins; then the function says where the log ended before and when it recorded them, and the
-- caller knows the rest. If one does not, the arrays from statuses on tell the fate of each commit, in order:
-- 0 appended, 1 conflict, 2 duplicate, 3 appended by an earlier attempt of it.
--
-- Nothing that the log's order or ownership rests on is believed twice: the stream, the commit and the place of an
-- event follow from its commit, and arguments that do not fit together are refused, whoever sends them.
create function orchestrix.append_commits(
    target_shard smallint,
    commit_streams text[],
    commit_expected bigint[],
    commit_ids uuid[],
    commit_commands text[],
    commit_fingerprints bigint[],
    commit_sizes integer[],
    commit_correlations text[],
    commit_causations text[],
    commit_trace_parents text[],
    commit_actors text[],
    commit_tenants text[],
    event_ids uuid[],
    event_types text[],
    event_schema_versions integer[],
    event_data jsonb[],
    out base_position bigint,
    out now_recorded timestamptz,
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
    -- The plans do not depend on the arguments, and planning or compiling them anew takes longer than an append. They
    -- are made once for each session, perhaps while the table is empty: nothing but the indexes may look good then.
    set plan_cache_mode = force_generic_plan
    set jit = off
    set enable_seqscan = off
    set enable_bitmapscan = off
as $$
declare
    commit_count bigint := cardinality(commit_streams);
    event_count bigint := cardinality(event_data);
    seen_position bigint;
    needs_judging boolean;
    inserted_count bigint;
begin
    -- An acknowledged command is on disk, whatever the server's default is.
    if current_setting('synchronous_commit') = 'off' then
        perform set_config('synchronous_commit', 'on', true);
    end if;

    -- In another mode the statements below would not see what was committed while this one waited for its turn.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'append_commits needs the isolation level read committed' using errcode = '25001',
            hint = 'Reset default_transaction_isolation for the role and the database.';
    end if;

    if commit_count = 0 or commit_count is distinct from cardinality(commit_expected)
        or commit_count is distinct from cardinality(commit_ids)
        or event_count is distinct from cardinality(event_ids)
        or event_count is distinct from cardinality(event_types)
        or event_count is distinct from cardinality(event_schema_versions)
        or (commit_sizes is null and event_count is distinct from commit_count)
        or (commit_sizes is not null and event_count is distinct from (
            select case when count(*) = commit_count and bool_and(coalesce(s, 0) > 0) then sum(s) end
            from unnest(commit_sizes) s))
    then
        raise exception 'the arguments of append_commits do not fit together' using errcode = '22023';
    end if;

    -- Does a commit expect another version than its stream has, or repeat a command? Most of the work is done here,
    -- before the lock, as of the position that the log has in this statement's snapshot. Looking from the expected
    -- version on finds one entry of the index, where looking for the last version would compare a whole page of them.
    -- The limits are there for the planner, which would otherwise read a whole index into a hash table.
    select
        coalesce((
            select e.position
            from orchestrix.events e
            where e.shard = target_shard
            order by e.position desc
            limit 1), 0),
        exists (
            select from unnest(commit_streams, commit_expected, commit_commands) as c(stream_id, expected, command_id)
            where c.expected is distinct from coalesce((
                    select e.version
                    from orchestrix.events e
                    where e.stream_id = c.stream_id and e.version >= c.expected
                    order by e.version desc
                    limit 1), 0)
                -- The first command of a stream repeats none; and a commit without a command id that was appended
                -- before is one of those that expect another version.
                or c.expected > 0 and c.command_id is not null and (
                    select e.version
                    from orchestrix.events e
                    where orchestrix.command_key(e.stream_id, e.command_id, e.commit_id)
                            = orchestrix.command_key(c.stream_id, c.command_id, null)
                        and e.commit_index = 0
                        -- Written so that no other index fits: this look-up must not go through a stream.
                        and e.stream_id || '' = c.stream_id
                        and e.command_id = c.command_id
                    limit 1) is not null)
    into seen_position, needs_judging;

    -- Whoever appends holds the row of the shard until commit, so positions are gapless and follow commit order. Each
    -- statement below takes a fresh snapshot, after the lock: it sees everything that was committed before.
    perform from orchestrix.log_shards s where s.shard = target_shard for no key update;
    if not found then
        raise exception 'log shard % does not exist', target_shard using errcode = '42P01';
    end if;
    select e.position, greatest(clock_timestamp(), e.recorded_at) into base_position, now_recorded
    from orchestrix.events e
    where e.shard = target_shard and e.position >= seen_position
    order by e.position desc
    limit 1;
    if base_position is null then
        base_position := 0;
        now_recorded := clock_timestamp();
    end if;

    -- What was appended between the check and the lock matters only to the streams that it belongs to. Written so that
    -- only the index of positions fits.
    if not needs_judging and base_position <> seen_position then
        needs_judging := exists (
            select from orchestrix.events e
            join unnest(commit_streams) as c(stream_id) on c.stream_id = e.stream_id || ''
            where e.shard = target_shard and e.position > seen_position);
    end if;

    if needs_judging then
        select * into statuses, heads, first_versions, sizes, last_positions, owner_commit_ids, fingerprints, recorded
        from orchestrix.judge_commits(
            base_position, now_recorded, commit_streams, commit_expected, commit_ids, commit_commands,
            commit_fingerprints, commit_sizes);
        if cardinality(statuses) <> commit_count or array_position(statuses, null) is not null then
            raise exception 'the arguments of append_commits do not fit together' using errcode = '22023';
        end if;
        event_count := (
            select coalesce(sum(u.size), 0) from unnest(statuses, sizes) u(status, size) where u.status = 0);
    end if;

    if statuses is null and commit_sizes is null then
        insert into orchestrix.events (
            position, version, recorded_at, command_fingerprint, event_id, commit_id, shard, schema_version,
            commit_index, commit_size, stream_id, event_type, command_id, correlation_id, causation_id, trace_parent,
            actor, tenant, data)
        select
            base_position + c.ordinal, c.expected + 1, now_recorded, c.fingerprint, c.event_id, c.commit_id,
            target_shard, c.schema_version, 0, 1, c.stream_id, c.event_type, c.command_id, c.correlation_id,
            c.causation_id, c.trace_parent, c.actor, c.tenant, c.data
        from unnest(
            commit_streams, commit_expected, commit_ids, commit_commands, commit_fingerprints, commit_correlations,
            commit_causations, commit_trace_parents, commit_actors, commit_tenants, event_ids, event_types,
            event_schema_versions, event_data)
            with ordinality as c(
                stream_id, expected, commit_id, command_id, fingerprint, correlation_id, causation_id, trace_parent,
                actor, tenant, event_id, event_type, schema_version, data, ordinal);
    else
        insert into orchestrix.events (
            position, version, recorded_at, command_fingerprint, event_id, commit_id, shard, schema_version,
            commit_index, commit_size, stream_id, event_type, command_id, correlation_id, causation_id, trace_parent,
            actor, tenant, data)
        select
            c.position_before + i, c.version_before + i, now_recorded, case when i = 1 then c.fingerprint end,
            event_ids[c.events_before + i], c.commit_id, target_shard, event_schema_versions[c.events_before + i],
            i - 1, c.size, c.stream_id, event_types[c.events_before + i], c.command_id, c.correlation_id,
            c.causation_id, c.trace_parent, c.actor, c.tenant, event_data[c.events_before + i]
        from (
            select
                u.*,
                coalesce(u.given_size, 1) as size,
                sum(coalesce(u.given_size, 1)) over (order by u.ordinal) - coalesce(u.given_size, 1) as events_before,
                coalesce(u.first_version - 1, u.expected) as version_before,
                case when statuses is null
                    then base_position + sum(coalesce(u.given_size, 1)) over (order by u.ordinal)
                    else u.last_position
                end - coalesce(u.given_size, 1) as position_before
            from unnest(
                commit_streams, commit_expected, commit_ids, commit_commands, commit_fingerprints, commit_correlations,
                commit_causations, commit_trace_parents, commit_actors, commit_tenants, commit_sizes, statuses,
                first_versions, last_positions)
                with ordinality as u(
                    stream_id, expected, commit_id, command_id, fingerprint, correlation_id, causation_id,
                    trace_parent, actor, tenant, given_size, status, first_version, last_position, ordinal)
        ) c
        cross join lateral generate_series(1, c.size) i
        where statuses is null or c.status = 0;
    end if;

    get diagnostics inserted_count = row_count;
    if inserted_count <> event_count then
        raise exception 'inserted % events instead of %', inserted_count, event_count using errcode = 'XX000';
    end if;
end;
$$;

-- The fate of each commit of a batch in which one does not simply win. Called under the lock of append_commits.
create function orchestrix.judge_commits(
    base_position bigint,
    now_recorded timestamptz,
    commit_streams text[],
    commit_expected bigint[],
    commit_ids uuid[],
    commit_commands text[],
    commit_fingerprints bigint[],
    commit_sizes integer[],
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
    stable
as $$
begin
    select
        array_agg(v.status order by v.ordinal),
        array_agg(v.head + v.new_events order by v.ordinal),
        array_agg(case v.status when 0 then v.head + 1 when 1 then 0 else v.found_version end order by v.ordinal),
        array_agg(case v.status when 0 then v.size when 1 then 0 else v.found_size end order by v.ordinal),
        array_agg(
            case v.status
                when 0 then base_position + v.new_events_up_to
                when 1 then 0
                else v.found_position + v.found_size - 1
            end
            order by v.ordinal),
        array_agg(coalesce(v.found_commit_id, v.commit_id) order by v.ordinal),
        array_agg(case when v.status in (2, 3) then v.found_fingerprint else v.fingerprint end order by v.ordinal),
        array_agg(coalesce(v.found_recorded_at, now_recorded) order by v.ordinal)
    into statuses, heads, first_versions, sizes, last_positions, owner_commit_ids, fingerprints, recorded
    from (
        select
            j.*,
            case when j.status = 0 then j.size else 0 end as new_events,
            sum(case when j.status = 0 then j.size else 0 end) over (order by j.ordinal) as new_events_up_to
        from (
            select
                c.ordinal, c.commit_id, c.fingerprint,
                coalesce(c.size, 1) as size,
                coalesce(head.version, 0) as head,
                found.version as found_version,
                found.commit_size::integer as found_size,
                found.position as found_position,
                found.commit_id as found_commit_id,
                found.command_fingerprint as found_fingerprint,
                found.recorded_at as found_recorded_at,
                case
                    when found.commit_id = c.commit_id then 3
                    when found.commit_id is not null then 2
                    when c.expected >= 0 and c.expected <> coalesce(head.version, 0) then 1
                    when c.expected is not null then 0
                end as status
            from unnest(commit_streams, commit_expected, commit_ids, commit_commands, commit_fingerprints, commit_sizes)
                with ordinality as c(stream_id, expected, commit_id, command_id, fingerprint, size, ordinal)
            left join lateral (
                select e.version
                from orchestrix.events e
                where e.stream_id = c.stream_id
                order by e.version desc
                limit 1
            ) head on true
            left join lateral (
                select e.version, e.position, e.commit_id, e.commit_size, e.command_fingerprint, e.recorded_at
                from orchestrix.events e
                where orchestrix.command_key(e.stream_id, e.command_id, e.commit_id)
                        = orchestrix.command_key(c.stream_id, c.command_id, c.commit_id)
                    and e.commit_index = 0
                    and e.stream_id || '' = c.stream_id
                    and case
                        when c.command_id is null then e.commit_id = c.commit_id
                        else e.command_id = c.command_id
                    end
                limit 1
            ) found on true
        ) j
    ) v;
end;
$$;

revoke all on function orchestrix.append_commits, orchestrix.judge_commits from public;
grant execute on function orchestrix.append_commits to {application_role};
