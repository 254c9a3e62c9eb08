-- For this transaction only. A cache that is locked is passed over, and its writes need not reach the disk before they
-- are answered: what a crash takes of it is replayed.
select set_config('lock_timeout', $1, true), set_config('synchronous_commit', 'off', true);
