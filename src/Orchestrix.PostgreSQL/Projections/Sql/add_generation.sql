-- The first generation is the active one at once: there is nothing better to read.
insert into orchestrix.projections (created_at, activated_at, generation, version, name, state)
select
    clock_timestamp(), case when present.has_active then null else clock_timestamp() end, present.last + 1, $2, $1,
    case when present.has_active then 'building' else 'active' end
from (
    select coalesce(max(generation), 0) as last, coalesce(bool_or(state = 'active'), false) as has_active
    from orchestrix.projections
    where name = $1
) present
returning generation, state;
