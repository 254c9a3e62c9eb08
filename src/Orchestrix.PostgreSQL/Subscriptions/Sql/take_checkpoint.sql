update orchestrix.checkpoints
set epoch = epoch + 1, owner = $3, updated_at = clock_timestamp(), failure = null
where subscription = $1 and partition = $2
returning position, epoch, updated_at;
