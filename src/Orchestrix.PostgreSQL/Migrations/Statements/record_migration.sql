insert into orchestrix.schema_history (version, name, checksum)
values ($1, $2, $3);
