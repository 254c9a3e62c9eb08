delete from orchestrix.checkpoints where subscription = $1 returning epoch;
