-- Who may use the schema of read models and cannot read relation $1 of it yet, as quoted names: the schema's owner, who
-- makes backups, the read-only role, and whoever else was given the use of it. Nothing if the relation does not exist.
select r.oid::regrole::text
from pg_catalog.pg_namespace n
cross join pg_catalog.pg_roles r
where n.nspname = 'orchestrix_projections'
    and (r.oid = n.nspowner or r.oid in (
        select a.grantee from pg_catalog.aclexplode(n.nspacl) a where a.privilege_type = 'USAGE'))
    and not has_table_privilege(r.oid, to_regclass($1), 'select')
order by 1;
