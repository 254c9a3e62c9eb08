select datname from pg_database where datname like 'bench\_%';
