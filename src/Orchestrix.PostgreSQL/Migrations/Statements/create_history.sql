create schema if not exists orchestrix;

create table orchestrix.schema_history
(
    version    int         primary key,
    name       text        not null,
    checksum   text        not null,
    applied_at timestamptz not null default clock_timestamp(),
    applied_by text        not null default session_user
);

comment on table orchestrix.schema_history is 'The migrations that were applied; written by Orchestrix only.';

-- The application verifies the schema when it starts.
grant usage on schema orchestrix to {application_role};
grant select on orchestrix.schema_history to {application_role};
