-- Repeated at each start, so that an interrupted first start mends itself. The passwords are hexadecimal.
do $$
begin
    if not exists (select from pg_roles where rolname = 'orchestrix_owner') then
        create role orchestrix_owner;
    end if;
    if not exists (select from pg_roles where rolname = 'orchestrix_app') then
        create role orchestrix_app;
    end if;
    -- Without login: whoever is to read becomes a member of it.
    if not exists (select from pg_roles where rolname = 'orchestrix_reader') then
        create role orchestrix_reader;
    end if;
end
$$;

alter role orchestrix_owner with login nosuperuser nocreatedb createrole password '{owner_password}';
alter role orchestrix_app with login nosuperuser nocreatedb nocreaterole password '{application_password}';
