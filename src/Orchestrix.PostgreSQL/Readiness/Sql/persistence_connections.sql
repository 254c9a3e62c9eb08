-- $1: most connections of one silo. All silos at once have to fit into the limits of database and role, and beside what
-- other roles use into that of the server. Of others' sessions a plain role sees neither state nor kind: those in a
-- database count.
with limits as (
    select
        current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer
            as server,
        least(nullif(d.datconnlimit, -1), nullif(r.rolconnlimit, -1)) as own
    from pg_database d, pg_roles r
    where d.datname = current_database() and r.rolname = current_user
), demand as (
    select
        greatest(1, (select count(*) from public.orleansmembershiptable where status = 3)) as silos,
        (select count(*) from pg_stat_activity where usename = current_user) as used,
        (
            select count(*)
            from pg_stat_activity
            where datname is not null and usename <> current_user
        ) as others
)
select
    case when silos * $1 <= least(own, server - others) then 'passed' else 'failed' end,
    format('%s silos with up to %s connections each, %s in use now, and %s of other roles; %s available', silos, $1,
        used, others, least(own, server))
from limits, demand;
