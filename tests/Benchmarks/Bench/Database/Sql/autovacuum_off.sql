alter system set autovacuum = off;
