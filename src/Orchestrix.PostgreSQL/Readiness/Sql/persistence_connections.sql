-- $1: most connections of one silo. The least of the server's, the database's and the role's limit counts.
with limits as (
    select
        least(
            current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer,
            nullif(d.datconnlimit, -1), nullif(r.rolconnlimit, -1)) as available
    from pg_database d, pg_roles r
    where d.datname = current_database() and r.rolname = current_user
), demand as (
    select
        greatest(1, (select count(*) from public.orleansmembershiptable where status = 3)) as silos,
        (select count(*) from pg_stat_activity where backend_type = 'client backend') as used
)
select
    case when silos * $1 <= available and used < available then 'passed' else 'failed' end,
    format('%s silos with up to %s connections each; %s available, %s in use', silos, $1, available, used)
from limits, demand;
