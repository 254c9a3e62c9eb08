-- As a superuser, for whom triggers are no obstacle. Says whether there was an event with a seal.
begin;
set local session_replication_role = replica;
with altered as (
    update orchestrix.events e
    set actor = 'somebody'
    from (select first_position from orchestrix.log_seals order by last_position limit 1) as sealed
    where e.shard = 0 and e.position = sealed.first_position
    returning 1
)
select count(*) > 0 from altered;
commit;
