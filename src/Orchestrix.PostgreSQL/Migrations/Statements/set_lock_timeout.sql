-- Applies to the advisory lock and to the locks that the migrations take on tables, in this transaction only.
select set_config('lock_timeout', $1, true);
