-- The first position behind the seals that is not there, or is there twice.
select n.expected
from (
    select e.position, $2 + row_number() over (order by e.position) as expected
    from orchestrix.events e
    where e.shard = $1 and e.position > $2 and e.position <= $3
) n
where n.position <> n.expected
order by n.expected
limit 1;
