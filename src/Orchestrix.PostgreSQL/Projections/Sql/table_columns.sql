-- The columns of a table as they are; no row if there is no such table.
select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
from pg_catalog.pg_attribute a
where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
order by a.attnum;
