-- Tables and statements of the Microsoft.Orleans.{Clustering,Reminders,Persistence}.AdoNet providers (10.4.2).
-- The providers read their statements from "OrleansQuery", unqualified, and call them with the named parameters and
-- column names used below; that is the whole contract. All statements are single commands, so each is atomic and is
-- correct under READ COMMITTED: whoever loses a race waits on a row or an index entry and then finds nothing to do.
-- "if not exists" and "do nothing" leave an installation alone that has the tables from Orleans' own scripts.

create table if not exists public.orleansquery
(
    querykey  varchar(64) primary key,
    querytext text        not null
);

create table if not exists public.orleansmembershipversiontable
(
    deploymentid varchar(150) primary key,
    timestamp    timestamptz  not null default now(),
    version      int          not null default 0
) with (fillfactor = 50);

create table if not exists public.orleansmembershiptable
(
    deploymentid varchar(150) not null,
    address      varchar(45)  not null,
    port         int          not null,
    generation   int          not null,
    siloname     varchar(150) not null,
    hostname     varchar(255) not null,
    status       int          not null,
    proxyport    int,
    suspecttimes text,
    starttime    timestamptz  not null,
    iamalivetime timestamptz  not null,
    primary key (deploymentid, address, port, generation),
    -- Deleting a deployment is one command on the version row, which every membership change locks first.
    foreign key (deploymentid) references public.orleansmembershipversiontable (deploymentid) on delete cascade
) with (fillfactor = 50); -- Every silo touches its row every few seconds: leave room for updates within the page.

insert into public.orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', $query$
with created as (
    insert into orleansmembershipversiontable (deploymentid) values (@DeploymentId)
    on conflict (deploymentid) do nothing
    returning 1)
select exists (select from created)
$query$),
('InsertMembershipKey', $query$
with next as (
    update orleansmembershipversiontable
    set version = version + 1, timestamp = now()
    where deploymentid = @DeploymentId and version = @Version
        and not exists (
            select from orleansmembershiptable
            where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning deploymentid),
created as (
    insert into orleansmembershiptable
        (deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime)
    select deploymentid, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime,
        @IAmAliveTime
    from next
    returning 1)
select exists (select from created)
$query$),
('UpdateMembershipKey', $query$
with next as (
    update orleansmembershipversiontable
    set version = version + 1, timestamp = now()
    where deploymentid = @DeploymentId and version = @Version
        and exists (
            select from orleansmembershiptable
            where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning deploymentid),
changed as (
    update orleansmembershiptable m
    set status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
    from next
    where m.deploymentid = next.deploymentid
        and m.address = @Address and m.port = @Port and m.generation = @Generation
    returning 1)
select exists (select from changed)
$query$),
('UpdateIAmAlivetimeKey', $query$
update orleansmembershiptable
set iamalivetime = @IAmAliveTime
where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$query$),
('MembershipReadRowKey', $query$
select v.version, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport,
    m.suspecttimes, m.starttime, m.iamalivetime
from orleansmembershipversiontable v
left join orleansmembershiptable m
    on m.deploymentid = v.deploymentid
    and m.address = @Address and m.port = @Port and m.generation = @Generation
where v.deploymentid = @DeploymentId
$query$),
('MembershipReadAllKey', $query$
select v.version, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport,
    m.suspecttimes, m.starttime, m.iamalivetime
from orleansmembershipversiontable v
left join orleansmembershiptable m on m.deploymentid = v.deploymentid
where v.deploymentid = @DeploymentId
$query$),
('GatewaysQueryKey', $query$
select address, proxyport, generation
from orleansmembershiptable
where deploymentid = @DeploymentId and status = @Status and proxyport > 0
$query$),
-- Removes one dead silo (6 is SiloStatus.Dead) that is still as the caller read it. Optional in the contract: with it
-- the providers choose the rows themselves and no longer call the next statement, which they require all the same.
('CleanupDefunctSiloEntryKey', $query$
delete from orleansmembershiptable
where deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
    and status = 6 and starttime = @StartTime and iamalivetime = @IAmAliveTime
    and coalesce(suspecttimes, '') = coalesce(@SuspectTimes, '')
$query$),
-- 3 is SiloStatus.Active: an active silo is declared dead by its peers, never removed by age.
('CleanupDefunctSiloEntriesKey', $query$
delete from orleansmembershiptable
where deploymentid = @DeploymentId and iamalivetime < @IAmAliveTime and starttime < @IAmAliveTime and status <> 3
$query$),
('DeleteMembershipTableEntriesKey', $query$
delete from orleansmembershipversiontable where deploymentid = @DeploymentId
$query$)
on conflict (querykey) do nothing;

create table if not exists public.orleansreminderstable
(
    serviceid    varchar(150) not null,
    grainid      text         not null,
    remindername varchar(150) not null,
    starttime    timestamptz  not null,
    period       bigint       not null, -- milliseconds
    grainhash    int          not null,
    version      int          not null,
    primary key (serviceid, grainid, remindername)
);

-- Each silo reads its range of the hash ring when it starts and whenever the ring changes.
create index if not exists ix_orleansreminderstable_hash on public.orleansreminderstable (serviceid, grainhash);

insert into public.orleansquery (querykey, querytext) values
('ReadReminderRowsKey', $query$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and grainid = @GrainId
$query$),
('ReadReminderRowKey', $query$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and grainid = @GrainId and remindername = @ReminderName
$query$),
('ReadRangeRows1Key', $query$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and grainhash > @BeginHash and grainhash <= @EndHash
$query$),
-- The range wraps around the end of the ring.
('ReadRangeRows2Key', $query$
select grainid, remindername, starttime, period, version
from orleansreminderstable
where serviceid = @ServiceId and (grainhash > @BeginHash or grainhash <= @EndHash)
$query$),
('UpsertReminderRowKey', $query$
insert into orleansreminderstable as r (serviceid, grainid, remindername, starttime, period, grainhash, version)
values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
on conflict (serviceid, grainid, remindername) do update
set starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash, version = r.version + 1
returning version
$query$),
('DeleteReminderRowKey', $query$
with deleted as (
    delete from orleansreminderstable
    where serviceid = @ServiceId and grainid = @GrainId and remindername = @ReminderName and version = @Version
    returning 1)
select exists (select from deleted)
$query$),
('DeleteReminderRowsKey', $query$
delete from orleansreminderstable where serviceid = @ServiceId
$query$)
on conflict (querykey) do nothing;

create table if not exists public.orleansstorage
(
    grainidhash            int          not null,
    graintypehash          int          not null,
    grainidn0              bigint       not null,
    grainidn1              bigint       not null,
    graintypestring        varchar(512) not null,
    -- Orleans sends null for a key without extension; no key has an empty one. Not null, so that the key is unique.
    grainidextensionstring varchar(512) not null default '',
    serviceid              varchar(150) not null,
    payloadbinary          bytea,
    modifiedon             timestamptz  not null default now(),
    version                int          not null,
    -- The hashes come first because they select; the rest makes two concurrent first writes collide.
    primary key (grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, grainidextensionstring, serviceid)
) with (fillfactor = 70);

insert into public.orleansquery (querykey, querytext) values
('ReadFromStorageKey', $query$
select payloadbinary, version
from orleansstorage
where grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
    and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1 and graintypestring = @GrainTypeString
    and grainidextensionstring = coalesce(@GrainIdExtensionString, '') and serviceid = @ServiceId
$query$),
-- No row returned is a version conflict: the provider throws InconsistentStateException.
('WriteToStorageKey', $query$
with changed as (
    update orleansstorage
    set payloadbinary = @PayloadBinary, modifiedon = now(), version = version + 1
    where grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
        and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1 and graintypestring = @GrainTypeString
        and grainidextensionstring = coalesce(@GrainIdExtensionString, '') and serviceid = @ServiceId
        and version = @GrainStateVersion
    returning version),
created as (
    insert into orleansstorage
        (grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, grainidextensionstring, serviceid,
         payloadbinary, version)
    select @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString,
        coalesce(@GrainIdExtensionString, ''), @ServiceId, @PayloadBinary, 1
    where @GrainStateVersion is null
    on conflict do nothing
    returning version)
select version as newgrainstateversion from changed
union all
select version from created
$query$),
('ClearStorageKey', $query$
update orleansstorage
set payloadbinary = null, modifiedon = now(), version = version + 1
where grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
    and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1 and graintypestring = @GrainTypeString
    and grainidextensionstring = coalesce(@GrainIdExtensionString, '') and serviceid = @ServiceId
    and version = @GrainStateVersion
returning version
$query$),
-- The provider takes an unchanged version for a conflict; a deleted row therefore reports the version after its last.
('DeleteStorageKey', $query$
delete from orleansstorage
where grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
    and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1 and graintypestring = @GrainTypeString
    and grainidextensionstring = coalesce(@GrainIdExtensionString, '') and serviceid = @ServiceId
    and version = @GrainStateVersion
returning version + 1
$query$)
on conflict (querykey) do nothing;

-- The application reads the statements and may not change them.
grant select on public.orleansquery to {application_role};
grant select, insert, update, delete
on public.orleansmembershipversiontable, public.orleansmembershiptable, public.orleansreminderstable,
    public.orleansstorage
to {application_role};
