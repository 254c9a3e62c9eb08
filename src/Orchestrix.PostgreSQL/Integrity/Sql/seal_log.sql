select sealed_position, sealed_hash, head_position from orchestrix.seal_log($1, $2);
