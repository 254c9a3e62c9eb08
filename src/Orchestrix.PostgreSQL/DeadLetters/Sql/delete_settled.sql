-- Deletes what was settled long ago. A letter that a stream still waits behind is kept for its owner.
delete from orchestrix.dead_letters
where dead_letter_id in (
    select d.dead_letter_id
    from orchestrix.dead_letters d
    where d.state in ('replayed', 'discarded') and d.updated_at < $1
        and not exists (select from orchestrix.parked_streams p where p.dead_letter_id = d.dead_letter_id)
    order by d.updated_at
    limit $2
);
