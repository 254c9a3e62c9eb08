select count(*) from orchestrix.sagas;
