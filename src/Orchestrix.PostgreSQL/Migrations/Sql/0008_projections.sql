-- Projections: read models whose tables the application makes for itself, in a schema of their own.

create schema orchestrix_projections;

-- One row for each generation of a projection's table. A generation is built from the beginning of the log, becomes the
-- active one in the place of another, and is retired when the next one does. Its checkpoint is the row
-- `projection:{name}@{generation}` of orchestrix.checkpoints, which commits together with the rows.
create table orchestrix.projections (
    created_at timestamptz not null,
    activated_at timestamptz,
    retired_at timestamptz,
    generation integer not null check (generation >= 1),
    -- Of the code and the row type.
    version integer not null check (version >= 1),
    name text collate "C" not null,
    state text not null check (state in ('building', 'active', 'retired')),
    constraint projections_generation primary key (name, generation)
);

create unique index projections_active on orchestrix.projections (name) where state = 'active';

grant select, insert, update, delete on orchestrix.projections to {application_role};
grant usage, create on schema orchestrix_projections to {application_role};
