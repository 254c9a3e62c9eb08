-- Commands that wrote more events than the one that a deposit, or an opened account, is.
select count(*)
from (
    select from orchestrix.events
    where stream_id like 'account/drill-%' and command_id is not null
    group by stream_id, command_id
    having count(*) > 1) as doubled;
