-- Connected to the database. Before PostgreSQL 15 everybody could create tables in the schema public.
revoke all on database {database} from public;
grant connect on database {database} to orchestrix_app, orchestrix_reader;
revoke create on schema public from public;
grant usage, create on schema public to orchestrix_owner;
