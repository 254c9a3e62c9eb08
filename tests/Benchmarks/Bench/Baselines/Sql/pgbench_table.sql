-- One small row per commit, with the one index that a table needs.
create table commits (
    id bigint generated always as identity primary key,
    event_id uuid not null,
    event_type text not null,
    data jsonb not null
);
