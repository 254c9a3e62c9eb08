-- A reader in the way of an exchange of tables must not hold up everyone behind it.
select set_config('lock_timeout', $1, true);
