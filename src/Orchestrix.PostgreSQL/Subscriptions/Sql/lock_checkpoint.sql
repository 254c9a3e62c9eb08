-- Keeps the row of a partition from others until the transaction ends. A statement of its own: one that has waited for
-- the lock sees the row as it is and the log as it was.
select 1 from orchestrix.checkpoints where subscription = $1 and partition = $2 for no key update;
