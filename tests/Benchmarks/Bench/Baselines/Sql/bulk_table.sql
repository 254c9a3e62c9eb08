-- What an event needs, with the one index that a table needs.
create table rows (
    position bigint generated always as identity primary key,
    version bigint not null,
    recorded_at timestamptz not null,
    event_id uuid not null,
    commit_id uuid not null,
    stream_id text not null,
    event_type text not null,
    data jsonb not null
);
