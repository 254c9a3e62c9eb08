select last_failed_time > coalesce(last_archived_time, '-infinity') from pg_stat_archiver;
