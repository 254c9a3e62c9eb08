select count(*) from pg_stat_replication r where r.sync_state = 'sync' and r.state = 'streaming';
