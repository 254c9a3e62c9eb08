alter system set autovacuum = on;
