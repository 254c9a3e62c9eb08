-- Sagas that have ended; most of them never had a row.
delete from orchestrix.sagas where stream_id = any ($1);
