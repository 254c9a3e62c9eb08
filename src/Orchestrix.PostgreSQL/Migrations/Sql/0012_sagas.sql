-- The index of sagas that have not ended: who is overdue, who waits for a person, and how many there are. It is made
-- from the log by the subscription `projection:orchestrix.sagas`, whose checkpoint commits together with the rows.

-- One row for each saga, until it ends. A saga that ends soon never gets one.
create table orchestrix.sagas (
    begun_at timestamptz not null,
    due_at timestamptz,
    parked_since timestamptz,
    bucket smallint not null check (bucket between 0 and 31),
    status text collate "C" not null check (status in ('parked', 'compensating', 'running')),
    stream_id text collate "C" not null constraint sagas_stream primary key,
    saga_type text collate "C" not null,
    reason_code text,
    parked_at text
-- Rows come and go all the time: what is dead is cleared away before the index of due times is made of it.
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000);

create index sagas_due on orchestrix.sagas (bucket, due_at, stream_id) where due_at is not null;

grant select, insert, update, delete on orchestrix.sagas to {application_role};
