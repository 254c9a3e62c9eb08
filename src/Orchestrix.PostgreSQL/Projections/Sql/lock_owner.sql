-- Holds the checkpoint of a generation, so that its owner makes no step until the transaction ends.
select 1 from orchestrix.checkpoints where subscription = $1 and partition = 0 for no key update;
