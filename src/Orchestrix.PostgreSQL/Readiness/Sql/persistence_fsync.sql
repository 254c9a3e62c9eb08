select
    case when current_setting('fsync')::boolean then 'passed' else 'failed' end,
    'fsync is ' || current_setting('fsync');
