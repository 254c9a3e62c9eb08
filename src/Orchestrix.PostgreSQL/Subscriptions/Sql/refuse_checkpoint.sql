-- Says why a partition must not run. Nobody owns it then; whoever acquires it later forgets this.
update orchestrix.checkpoints
set failure = $3, updated_at = clock_timestamp()
where subscription = $1 and partition = $2;
