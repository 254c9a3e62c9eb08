with excess as (
    select unnest(array[
        case when r.rolsuper then 'is a superuser' end,
        case when r.rolcreaterole then 'may create roles' end,
        case when r.rolcreatedb then 'may create databases' end,
        case when r.rolreplication then 'may replicate' end,
        case when r.rolbypassrls then 'passes row security' end,
        case when pg_has_role(r.oid, c.relowner, 'member') and not r.rolsuper then 'owns the log' end,
        -- A privilege on one column is not one on the table.
        case when has_any_column_privilege(r.oid, c.oid, 'insert') and not r.rolsuper
            and not pg_has_role(r.oid, c.relowner, 'member') then 'may insert into the log past its function' end,
        case when (has_table_privilege(r.oid, c.oid, 'delete, truncate, trigger')
                or has_any_column_privilege(r.oid, c.oid, 'update')) and not r.rolsuper
            and not pg_has_role(r.oid, c.relowner, 'member') then 'may change the log' end,
        case when has_schema_privilege(r.oid, c.relnamespace, 'create') and not r.rolsuper
            and not pg_has_role(r.oid, c.relowner, 'member') then 'may create in the schema of the log' end,
        (
            select 'is a member of ' || string_agg(m.rolname, ', ' order by m.rolname)
            from pg_roles m
            where m.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program',
                    'pg_write_all_data', 'pg_signal_backend')
                and pg_has_role(r.oid, m.oid, 'member') and not r.rolsuper
        )]) as what
    from pg_roles r, pg_class c
    where r.rolname = current_user and c.oid = 'orchestrix.events'::regclass
)
select
    case when count(what) = 0 then 'passed' else 'failed' end,
    current_user || ' ' || coalesce(string_agg(what, ', '), 'reads, and appends through the function')
from excess;
