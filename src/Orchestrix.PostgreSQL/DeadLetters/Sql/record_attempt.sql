insert into orchestrix.failed_attempts (subscription, partition, position, attempts, first_failed_at, retry_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (subscription, partition) do update set
    position = excluded.position, attempts = excluded.attempts, first_failed_at = excluded.first_failed_at,
    retry_at = excluded.retry_at;
