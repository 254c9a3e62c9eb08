-- Read from the catalogue: to_regclass would need usage on the schema, and its absence has another message.
select exists (
    select from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'orchestrix' and c.relname = 'schema_history' and c.relkind = 'r');
