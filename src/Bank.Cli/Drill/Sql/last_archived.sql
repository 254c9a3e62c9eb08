select coalesce(a.last_archived_wal, '') from pg_stat_archiver a;
