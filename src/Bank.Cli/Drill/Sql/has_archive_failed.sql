select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver;
