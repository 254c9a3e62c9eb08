-- No row if another owner has raised the epoch; else nobody can until the transaction ends.
select 1 from orchestrix.checkpoints where subscription = $1 and partition = $2 and epoch = $3 for no key update;
