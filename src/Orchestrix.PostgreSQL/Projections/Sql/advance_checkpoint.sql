-- Moves the checkpoint on from exactly where its owner left it, and remembers the event that is there. Changes nothing
-- if another owner has raised the epoch, or if the step was made before; the statements that follow in the same
-- transaction then change nothing either.
update orchestrix.checkpoints
set position = $5,
    event_id = (select e.event_id from orchestrix.events e where e.shard = $1 and e.position = $5),
    failure = $6,
    updated_at = clock_timestamp()
where subscription = $2 and partition = $3 and epoch = $4 and position = $7;
