select position, epoch from orchestrix.checkpoints where subscription = $1 and partition = 0;
