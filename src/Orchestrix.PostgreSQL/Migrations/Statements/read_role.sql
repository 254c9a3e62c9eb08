select exists (select from pg_roles where rolname = $1) as role_exists,
       exists (select from pg_roles where rolname = current_user and (rolsuper or rolcreaterole)) as may_create;
