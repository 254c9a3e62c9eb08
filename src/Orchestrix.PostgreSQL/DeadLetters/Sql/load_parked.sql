-- The parked streams of a partition, and what people have decided. There are few, so that no index needs to know the
-- partition, and a subscription can be divided anew.
select p.stream_id, p.version, p.dead_letter_id, d.state
from orchestrix.parked_streams p
left join orchestrix.dead_letters d on d.dead_letter_id = p.dead_letter_id
where p.subscription = $1 and orchestrix.stream_partition(p.stream_id, $3) = $2;
