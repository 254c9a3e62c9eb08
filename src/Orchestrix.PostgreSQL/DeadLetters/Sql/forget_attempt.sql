delete from orchestrix.failed_attempts where subscription = $1 and partition = $2;
