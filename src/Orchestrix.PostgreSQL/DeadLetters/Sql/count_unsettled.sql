select kind, count(*) from orchestrix.dead_letters where state in ('open', 'replay_requested') group by kind;
