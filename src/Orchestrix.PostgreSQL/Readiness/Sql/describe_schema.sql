-- Everything that the migrations leave behind and that decides about order, durability and speed; a line for each
-- thing. Texts are those of the server's own functions, and long ones are hashed.
with relations as (
    select c.oid, n.nspname || '.' || c.relname as name
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'orchestrix' and c.relkind = 'r'
)
select r.name || ' column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end
from relations r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
union all
select r.name || ' index ' || i.relname || case when x.indisvalid and x.indisready then ' ' else ' (invalid) ' end
    || substr(md5(pg_get_indexdef(i.oid)), 1, 8)
from relations r
join pg_index x on x.indrelid = r.oid
join pg_class i on i.oid = x.indexrelid
union all
select r.name || ' constraint ' || k.conname || case when k.convalidated then ' ' else ' (not valid) ' end
    || substr(md5(pg_get_constraintdef(k.oid)), 1, 8)
from relations r
-- Not null is told with the columns; since PostgreSQL 18 it is a constraint as well.
join pg_constraint k on k.conrelid = r.oid and k.contype in ('p', 'u', 'f', 'c')
union all
select r.name || ' trigger ' || t.tgname || case t.tgenabled when 'D' then ' (disabled) ' else ' ' end
    || substr(md5(pg_get_triggerdef(t.oid)), 1, 8)
from relations r
join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
union all
select 'function ' || p.proname || ' ' || substr(md5(
    concat_ws('|', p.prosrc, pg_get_function_sqlbody(p.oid), pg_get_function_arguments(p.oid), p.prosecdef,
        array_to_string(p.proconfig, ','))), 1, 8)
from pg_proc p
where p.pronamespace = 'orchestrix'::regnamespace
order by 1;
