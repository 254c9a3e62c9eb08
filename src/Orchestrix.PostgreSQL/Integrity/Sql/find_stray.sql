-- Events where no append could have put them: readers of a stream would take them for events of it.
(select e.shard, e.position from orchestrix.events e where e.shard = $1 and e.position < 1 order by e.position limit 1)
union all
(select e.shard, e.position from orchestrix.events e where e.shard < $1 order by e.shard, e.position limit 1)
union all
(select e.shard, e.position from orchestrix.events e where e.shard > $1 order by e.shard, e.position limit 1);
