select 'unknown', format(
    'the database has %s; the server does not tell how much is free: watch its file system',
    pg_size_pretty(pg_database_size(current_database())));
