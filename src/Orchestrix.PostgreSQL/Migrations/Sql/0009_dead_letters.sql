-- What was given up on, what people decided about it, and which streams wait behind it.

-- One row for each thing that was given up on: if it is given up on again, its row opens again. An event's content is
-- not copied; it is in the log. Settled letters are deleted after their retention.
create table orchestrix.dead_letters (
    dead_letter_id bigint generated always as identity constraint dead_letters_id primary key,
    position bigint check (position >= 1),
    version bigint check (version >= 1),
    first_failed_at timestamptz not null,
    last_failed_at timestamptz not null,
    updated_at timestamptz not null,
    event_id uuid,
    attempts integer not null check (attempts >= 1),
    partition smallint,
    kind text collate "C" not null check (kind in ('event', 'saga', 'message')),
    state text collate "C" not null check (state in ('open', 'replay_requested', 'replayed', 'discarded')),
    source text collate "C" not null,
    item text collate "C" not null,
    reason text not null,
    error text not null,
    stream_id text collate "C",
    message_type text collate "C",
    correlation_id text,
    payload jsonb,
    constraint dead_letters_item unique (kind, source, item)
);
create index dead_letters_unsettled on orchestrix.dead_letters (kind, source, dead_letter_id)
    where state in ('open', 'replay_requested');
create index dead_letters_settled on orchestrix.dead_letters (updated_at)
    where state in ('replayed', 'discarded');

-- Who did what with a letter, and why. The application adds to it and changes nothing; the rows go with their letter.
create table orchestrix.dead_letter_acts (
    dead_letter_id bigint not null constraint dead_letter_acts_letter
        references orchestrix.dead_letters on delete cascade,
    acted_at timestamptz not null,
    act text collate "C" not null check (act in ('replay', 'discard')),
    actor text not null,
    reason text not null
);
create index dead_letter_acts_of_letter on orchestrix.dead_letter_acts (dead_letter_id, acted_at);

-- The streams of a subscription whose events wait from a version on. The events themselves are in the log. Without a
-- letter, what it waited for is settled and the events behind it are being handled.
create table orchestrix.parked_streams (
    version bigint not null check (version >= 1),
    parked_at timestamptz not null,
    dead_letter_id bigint constraint parked_streams_letter references orchestrix.dead_letters,
    subscription text collate "C" not null,
    stream_id text collate "C" not null,
    constraint parked_streams_stream primary key (subscription, stream_id)
);
create index parked_streams_of_letter on orchestrix.parked_streams (dead_letter_id);

-- The one event of a partition that failed and is tried again, so that a crash does not begin to count anew.
create table orchestrix.failed_attempts (
    position bigint not null check (position >= 1),
    first_failed_at timestamptz not null,
    retry_at timestamptz not null,
    attempts integer not null check (attempts >= 1),
    partition smallint not null,
    subscription text collate "C" not null,
    constraint failed_attempts_partition primary key (subscription, partition)
);

grant select, insert, update, delete on orchestrix.dead_letters to {application_role};
grant select, insert on orchestrix.dead_letter_acts to {application_role};
grant select, insert, update, delete on orchestrix.parked_streams to {application_role};
grant select, insert, update, delete on orchestrix.failed_attempts to {application_role};
