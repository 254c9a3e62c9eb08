-- Whoever appends waits for this row, until the import has committed or failed. In this transaction a commit is durable
-- whatever the server's default is.
select
    set_config('lock_timeout', $2, true),
    set_config('synchronous_commit', 'on', true),
    (select s.shard from orchestrix.log_shards s where s.shard = $1 for update);
