-- $1: most connections of one silo; $2: the process that this connection was opened to; $3: the id of the cluster, null
-- if nobody knows. All silos at once have to fit into the limits of database and role, and beside what other roles use
-- into that of the server. Of others' sessions a plain role sees neither state nor kind: those in a database count. A
-- pooler has clients of its own number, which no statement shows, and another process answers than the one that it told
-- at the login: what can be measured then is whether the server has any left.
with limits as (
    select
        current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
            -- From PostgreSQL 16 on.
            - coalesce(current_setting('reserved_connections', true)::integer, 0) as server,
        least(nullif(d.datconnlimit, -1), nullif(r.rolconnlimit, -1)) as own
    from pg_database d, pg_roles r
    where d.datname = current_database() and r.rolname = current_user
), silos as (
    -- What a cluster under another id has left in the table when it was killed is never cleared away.
    select greatest(1, count(*) filter (where deploymentid = coalesce($3, deploymentid))) as own,
        count(*) filter (where deploymentid <> $3) as strange
    from public.orleansmembershiptable
    where status = 3
), demand as (
    select
        (select count(*) from pg_stat_activity where usename = current_user) as used,
        (
            select count(*)
            from pg_stat_activity
            where datname is not null and usename <> current_user
        ) as others,
        pg_backend_pid() <> $2 as is_pooled
), facts as (
    select l.server, least(l.own, l.server) as available, s.own as silos, d.used, d.others, d.is_pooled,
        s.own * $1 as wanted,
        case when s.strange > 0 then format('; %s silos of other clusters are not counted', s.strange) end as uncounted
    from limits l, silos s, demand d
)
select
    case
        when is_pooled and used + others < server then 'passed'
        when not is_pooled and wanted <= least(available, server - others) then 'passed'
        else 'failed'
    end,
    case
        when is_pooled then format(
            'behind a pooler: its max_client_conn must be at least %s, for %s silos with up to %s connections each; of '
                '%s connections that the server has, %s are in use by this role, and %s by other roles%s',
            wanted, silos, $1, server, used, others, uncounted)
        else format('%s silos with up to %s connections each, %s in use now, and %s of other roles; %s available%s',
            silos, $1, used, others, available, uncounted)
    end
from facts;
