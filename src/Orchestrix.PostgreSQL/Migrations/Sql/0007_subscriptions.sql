-- Subscriptions: who reads the log, in how many partitions, and how far each has come.

-- The partition of a stream, as LogFilter.PartitionOf computes it: the first four bytes of the SHA-256 of its name
-- without the sign bit, modulo the number of partitions.
create function orchestrix.stream_partition(stream_id text, partitions integer) returns integer
    language sql immutable parallel safe
    return (('x' || encode(substr(sha256(convert_to(stream_id, 'UTF8')), 1, 4), 'hex'))::bit(32)::integer & 2147483647)
        % partitions;

-- One row for each partition of a subscription. Whoever reads for it has raised the epoch, and writes only while the
-- row still has that epoch: an owner that was replaced without noticing changes nothing any more. The event at the
-- position is kept beside it, so that a log that was restored from an older backup is found out.
-- Rows are updated many times a second; the fill factor leaves room to do so in the page.
create table orchestrix.checkpoints (
    position bigint not null check (position >= 0),
    epoch bigint not null check (epoch >= 0),
    updated_at timestamptz not null,
    event_id uuid,
    partition smallint not null check (partition >= 0),
    partitions smallint not null check (partitions > partition),
    subscription text collate "C" not null,
    owner text not null,
    -- Why it stands still, for people; null while it runs.
    failure text,
    constraint checkpoints_partition primary key (subscription, partition)
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

grant select, insert, update, delete on orchestrix.checkpoints to {application_role};
revoke all on function orchestrix.stream_partition from public;
grant execute on function orchestrix.stream_partition to {application_role};
