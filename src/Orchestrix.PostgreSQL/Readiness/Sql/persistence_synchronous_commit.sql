-- The append function turns it on for itself; everything else that the session commits goes by this setting.
select
    case when current_setting('synchronous_commit') in ('off', 'local') then 'failed' else 'passed' end,
    'synchronous_commit is ' || current_setting('synchronous_commit');
