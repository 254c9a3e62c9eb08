select pid
from pg_stat_activity
where datname = 'bank' and backend_type = 'client backend' and pid <> pg_backend_pid()
