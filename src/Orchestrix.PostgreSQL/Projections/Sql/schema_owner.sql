-- The role that made the schema, quoted: it makes backups, and people read as it.
select nspowner::regrole::text from pg_catalog.pg_namespace where nspname = 'orchestrix_projections';
