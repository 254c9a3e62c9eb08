select state from orchestrix.dead_letters where dead_letter_id = $1;
