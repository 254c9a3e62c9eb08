-- Which session runs this, and whether the name that the driver gave to this own_statement is known there. Poolers that
-- keep the prepared statements of their clients give them other names.
select
    pg_backend_pid(),
    exists (
        select from pg_prepared_statements
        where name ~ '^_(p|auto)[0-9]+$' and statement like '%own_statement%');
