grant pg_read_all_stats to orchestrix_app;
