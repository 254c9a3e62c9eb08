update orchestrix.parked_streams set version = $3, dead_letter_id = null where subscription = $1 and stream_id = $2;
