select exists (select from orchestrix.log_seals);
