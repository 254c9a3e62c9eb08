-- $1: bytes that the database may grow to, 0 if nobody has said; $2: most of them in use, in percent; $3: fewest days
-- until they are. A server tells nobody how much its disk has left. The log's rate is that of at least a day: a shorter
-- time is no forecast.
with newest as (
    select coalesce(max(position), 0) as position from orchestrix.events where shard = 0
), former as (
    select e.position, extract(epoch from clock_timestamp() - e.recorded_at) as seconds
    from newest n
    cross join generate_series(3, 11) k
    join orchestrix.events e on e.shard = 0 and e.position = greatest(1, n.position - (10 ^ k)::bigint)
    where e.recorded_at < clock_timestamp() - interval '1 day'
    order by e.position desc
    limit 1
), facts as (
    select
        pg_database_size(current_database()) + pg_size_bytes(current_setting('max_wal_size')) as used,
        (
            select pg_total_relation_size('orchestrix.events') * ((n.position - f.position)::float8 / n.position)
                / f.seconds * 86400
            from newest n, former f
        ) as daily
), forecast as (
    select used, daily, case when daily > 0 then floor(greatest(0, $1 - used) / daily) end as days from facts
)
select
    case
        when $1 = 0 then 'unknown'
        when 100.0 * used / $1 > $2 or days < $3 then 'failed'
        else 'passed'
    end,
    format('database and write-ahead log take up to %s%s; %s', pg_size_pretty(used),
        case when $1 > 0 then format(' of %s', pg_size_pretty($1)) end,
        case
            when $1 = 0 then 'set PostgreSQLOptions.CapacityBytes, or give --database-directory where the disk is'
            when days is null then 'how fast the log grows cannot be told from less than a day'
            else format('at the rate of the log, %s a day, it is full in %s days; %s are wanted',
                pg_size_pretty(daily::numeric), days, $3)
        end)
from forecast;
