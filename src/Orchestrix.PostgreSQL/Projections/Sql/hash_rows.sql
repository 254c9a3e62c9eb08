-- A hash of the key, a hash of the row, and the key, in the order of the first. The names in braces are quoted ones.
select md5(r.key) as key_hash, r.row_hash, r.key
from (
    select jsonb_build_array({keys})::text as key, md5(row({columns})::text) as row_hash
    from {table}
) r
order by md5(r.key) collate "C";
