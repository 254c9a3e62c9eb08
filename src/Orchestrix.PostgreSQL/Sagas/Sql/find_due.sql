-- The sagas of a bucket whose due time has passed, behind a place, the longest overdue first.
select stream_id, due_at
from orchestrix.sagas
where bucket = $1 and due_at <= $2 and (due_at, stream_id) > (coalesce($3, '-infinity'), $4)
order by due_at, stream_id
limit $5;
