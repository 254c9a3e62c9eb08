select act, actor, reason, acted_at from orchestrix.dead_letter_acts where dead_letter_id = $1 order by acted_at;
