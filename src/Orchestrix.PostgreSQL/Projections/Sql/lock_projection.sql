-- One at a time makes, activates or drops generations of a projection; others wait until the transaction ends.
select pg_advisory_xact_lock(hashtextextended('orchestrix.projection:' || $1, 0));
