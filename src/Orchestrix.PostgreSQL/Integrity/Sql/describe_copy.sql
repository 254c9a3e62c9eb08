-- What a copy that was restored says of itself; no time where it has no event.
select pg_is_in_recovery(), (select recorded_at from orchestrix.events where shard = 0 order by position desc limit 1);
