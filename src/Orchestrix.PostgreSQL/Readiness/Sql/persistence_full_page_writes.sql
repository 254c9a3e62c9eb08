select
    case when current_setting('full_page_writes')::boolean then 'passed' else 'failed' end,
    'full_page_writes is ' || current_setting('full_page_writes');
