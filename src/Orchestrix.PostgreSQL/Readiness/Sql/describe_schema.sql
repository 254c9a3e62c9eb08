-- Everything that the migrations leave behind and that decides about order, durability and speed; a line for each
-- thing. Texts are those of the server's own functions, and long ones are hashed. What is as usual is not written
-- down: that a table is logged, a trigger fires, all belongs to the owner of the log. Rights are told if others have
-- them than owner and application, because names of roles differ; those of the application are the business of
-- security.role. Of Orleans' tables, which the migrations take as they find them, only these two things are told.
with log as (
    select relowner as owner from pg_class where oid = 'orchestrix.events'::regclass
), everything as (
    select c.oid, n.nspname || '.' || c.relname as name, n.nspname = 'orchestrix' as is_own, c.relkind as kind,
        c.relpersistence as persistence, c.relrowsecurity as has_row_security, c.relowner as owner, c.relacl as rights
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where (n.nspname = 'orchestrix' and c.relkind not in ('i', 'I'))
        or (n.nspname = 'public' and c.relname in ('orleansquery', 'orleansmembershiptable',
            'orleansmembershipversiontable', 'orleansreminderstable', 'orleansstorage'))
), relations as (
    select * from everything where is_own
), grants as (
    select r.name, r.owner, a.grantee, a.privilege_type as privilege
    from everything r, aclexplode(r.rights) a
    union all
    select r.name || '.' || a.attname, r.owner, x.grantee, x.privilege_type
    from everything r
    join pg_attribute a on a.attrelid = r.oid, aclexplode(a.attacl) x
    union all
    select 'schema ' || n.nspname, n.nspowner, x.grantee, x.privilege_type
    from pg_namespace n, aclexplode(n.nspacl) x
    where n.nspname = 'orchestrix'
    union all
    select 'function ' || p.proname, p.proowner, x.grantee, x.privilege_type
    from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
    where p.pronamespace = 'orchestrix'::regnamespace
), replicas as (
    -- Where a session plays the replica, triggers do not fire.
    select coalesce('database ' || d.datname, 'role ' || u.rolname, 'server') as what
    from pg_db_role_setting s
    left join pg_database d on d.oid = s.setdatabase
    left join pg_roles u on u.oid = s.setrole
    where (s.setdatabase = 0 or d.datname = current_database())
        and exists (
            select from unnest(s.setconfig) c
            where c like 'session\_replication\_role=%' and c <> 'session_replication_role=origin')
    union
    select 'this session' where current_setting('session_replication_role') <> 'origin'
)
select r.name || ' '
    || case r.kind
        when 'r' then 'table' when 'p' then 'partitioned table' when 'S' then 'sequence' when 'v' then 'view'
        when 'm' then 'materialized view' else 'relation of kind ' || r.kind::text
    end
    || case r.persistence when 'p' then '' else ' (not logged)' end
    || case when r.has_row_security then ' (row security)' else '' end
from everything r
union all
select r.name || ' column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(' default ' || substr(md5(pg_get_expr(d.adbin, d.adrelid)), 1, 8), '')
from relations r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where r.kind <> 'S'
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
select r.name || ' trigger ' || t.tgname
    || case t.tgenabled
        when 'O' then ' ' when 'D' then ' (disabled) ' when 'R' then ' (on replicas only) ' else ' (always) '
    end
    || substr(md5(pg_get_triggerdef(t.oid)), 1, 8)
from relations r
-- Those of foreign keys are told with their constraints, unless they do not fire.
join pg_trigger t on t.tgrelid = r.oid and (not t.tgisinternal or t.tgenabled <> 'O')
union all
select r.name || ' rule ' || w.rulename || ' ' || substr(md5(pg_get_ruledef(w.oid)), 1, 8)
from relations r
join pg_rewrite w on w.ev_class = r.oid
union all
select r.name || ' policy ' || p.polname || ' ' || substr(md5(
    concat_ws('|', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid), p.polcmd)), 1, 8)
from relations r
join pg_policy p on p.polrelid = r.oid
union all
select r.name || ' inherited by ' || i.inhrelid::regclass
from relations r
join pg_inherits i on i.inhparent = r.oid
union all
select 'function ' || p.proname || ' ' || substr(md5(
    concat_ws('|', p.prosrc, pg_get_function_sqlbody(p.oid), pg_get_function_arguments(p.oid), p.prosecdef,
        array_to_string(p.proconfig, ','))), 1, 8)
from pg_proc p
where p.pronamespace = 'orchestrix'::regnamespace
union all
select t.name || ' owned by ' || pg_get_userbyid(t.owner)
from (
    select r.name, r.owner from relations r
    union all
    select 'function ' || p.proname, p.proowner from pg_proc p where p.pronamespace = 'orchestrix'::regnamespace
) t, log
where t.owner <> log.owner
union all
select distinct g.name || ' granted to ' || case g.grantee when 0 then 'public' else pg_get_userbyid(g.grantee) end
    || ': ' || lower(g.privilege)
from grants g, log
where g.grantee not in (g.owner, log.owner) and not pg_has_role(log.owner, 'member')
    and (g.grantee = 0 or (not pg_has_role(g.grantee, 'member') and g.privilege not in ('SELECT', 'USAGE')))
union all
select 'session_replication_role of ' || what from replicas
order by 1;
