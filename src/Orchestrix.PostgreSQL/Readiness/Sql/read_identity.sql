select system_identifier::text, current_database() from pg_control_system();
