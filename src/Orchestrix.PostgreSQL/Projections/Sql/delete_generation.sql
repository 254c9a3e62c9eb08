delete from orchestrix.projections where name = $1 and generation = $2;
