select pg_total_relation_size('orchestrix.sagas');
