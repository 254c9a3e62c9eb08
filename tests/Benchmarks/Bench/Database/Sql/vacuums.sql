-- How many autovacuum workers are at work in any database.
select count(*) from pg_stat_activity where backend_type = 'autovacuum worker';
