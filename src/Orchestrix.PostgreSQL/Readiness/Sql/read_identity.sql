select system_identifier::text, pg_postmaster_start_time() from pg_control_system();
