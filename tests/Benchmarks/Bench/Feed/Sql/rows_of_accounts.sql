-- The clock is read for each row, after the snapshot was taken: a row is never said to be seen too early.
select account_id, bookings, clock_timestamp()
from orchestrix_projections.account_activities
where account_id = any($1);
