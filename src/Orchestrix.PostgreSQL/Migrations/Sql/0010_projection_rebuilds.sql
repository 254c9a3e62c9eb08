-- The rebuild of a projection that was asked for last, and how far it has come. The silos look here for work, so that a
-- rebuild outlives the silo that works on it. Whoever works has raised the epoch, and writes only while the row has it.
create table orchestrix.projection_rebuilds (
    requested_at timestamptz not null,
    started_at timestamptz,
    updated_at timestamptz not null,
    finished_at timestamptz,
    epoch bigint not null check (epoch >= 0),
    position bigint not null default 0 check (position >= 0),
    target bigint not null default 0 check (target >= 0),
    events_per_second double precision not null default 0,
    generation integer,
    name text collate "C" not null constraint projection_rebuilds_name primary key,
    state text collate "C" not null check (
        state in ('requested', 'running', 'cancelling', 'built', 'activated', 'cancelled', 'failed')),
    activation text collate "C" not null check (activation in ('if_equal', 'always', 'never')),
    requested_by text not null,
    owner text,
    -- Why it failed or was not activated, for people.
    reason text,
    comparison jsonb
);

grant select, insert, update on orchestrix.projection_rebuilds to {application_role};
