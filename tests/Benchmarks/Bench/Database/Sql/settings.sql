-- What a reader needs to know to judge durability and sizes, and what differs from the built-in values.
select name, current_setting(name)
from pg_settings
where name in (
        'fsync', 'synchronous_commit', 'full_page_writes', 'wal_compression', 'wal_level', 'data_checksums',
        'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'wal_sync_method', 'autovacuum', 'max_connections')
order by name;
