-- Who is to read relation $1 and cannot yet, as quoted names: the schema's owner, who makes backups, and whoever may
-- use the schema of read models and read the log, such as the read-only role. A read model tells no more than the log;
-- who was given less is given no more here. Nothing if the relation does not exist.
select r.oid::regrole::text
from pg_catalog.pg_namespace n
cross join pg_catalog.pg_roles r
where n.nspname = 'orchestrix_projections'
    and (r.oid = n.nspowner
        or r.oid in (select a.grantee from pg_catalog.aclexplode(n.nspacl) a where a.privilege_type = 'USAGE')
            and has_table_privilege(r.oid, 'orchestrix.events', 'select'))
    and not has_table_privilege(r.oid, to_regclass($1), 'select')
order by 1;
