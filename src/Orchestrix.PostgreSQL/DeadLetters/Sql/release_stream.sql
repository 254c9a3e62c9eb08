delete from orchestrix.parked_streams where subscription = $1 and stream_id = $2;
