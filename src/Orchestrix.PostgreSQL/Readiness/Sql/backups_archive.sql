-- $1: greatest age in seconds. A log that did not grow has nothing to archive; archive_timeout says when it must. A
-- command that does nothing succeeds each time, and without one the server keeps all files and says so in its log only.
with settings as (
    select current_setting('archive_mode') as mode,
        coalesce(current_setting('archive_library', true), '') = ''
            and btrim(current_setting('archive_command')) ~ '^((/usr)?(/bin/)?true|:|exit( 0)?)?;?$' as is_idle
)
select
    case
        when mode = 'off' or is_idle then 'failed'
        when last_failed_time > coalesce(last_archived_time, '-infinity') then 'failed'
        when last_archived_time is null then 'failed'
        when extract(epoch from clock_timestamp() - last_archived_time) > $1 then 'failed'
        else 'passed'
    end,
    format('archive_mode is %s%s; %s files archived, the last %s; %s failures', mode,
        case
            when mode <> 'off' and is_idle then format(
                ', and neither archive_library nor archive_command (%L) keeps a file',
                current_setting('archive_command'))
        end,
        archived_count, coalesce(
            round(extract(epoch from clock_timestamp() - last_archived_time)) || ' s ago', 'never'),
        failed_count)
from pg_stat_archiver, settings;
