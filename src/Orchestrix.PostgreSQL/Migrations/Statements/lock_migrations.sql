-- Released by commit or rollback, so that it also works through a pooler in transaction mode.
select pg_advisory_xact_lock($1);
