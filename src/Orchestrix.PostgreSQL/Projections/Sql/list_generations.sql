-- The generations of a projection, oldest first.
select generation, version, state
from orchestrix.projections
where name = $1
order by generation;
