-- The name of the file that is finished by it.
select pg_walfile_name(pg_switch_wal());
