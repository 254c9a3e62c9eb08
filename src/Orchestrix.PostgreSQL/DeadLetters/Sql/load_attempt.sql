select position, attempts, first_failed_at, retry_at
from orchestrix.failed_attempts
where subscription = $1 and partition = $2;
