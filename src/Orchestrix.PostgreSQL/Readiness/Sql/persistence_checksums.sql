select
    case when current_setting('data_checksums')::boolean then 'passed' else 'failed' end,
    'data_checksums is ' || current_setting('data_checksums');
