-- $1: greatest age in seconds. A log that did not grow has nothing to archive; archive_timeout says when it must.
select
    case
        when current_setting('archive_mode') = 'off' then 'failed'
        when last_failed_time > coalesce(last_archived_time, '-infinity') then 'failed'
        when last_archived_time is null then 'failed'
        when extract(epoch from clock_timestamp() - last_archived_time) > $1 then 'failed'
        else 'passed'
    end,
    format('archive_mode is %s; %s files archived, the last %s; %s failures', current_setting('archive_mode'),
        archived_count, coalesce(
            round(extract(epoch from clock_timestamp() - last_archived_time)) || ' s ago', 'never'),
        failed_count)
from pg_stat_archiver;
