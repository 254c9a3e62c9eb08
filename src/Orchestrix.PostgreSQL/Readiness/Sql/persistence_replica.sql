select
    case when pg_is_in_recovery() or count(*) = 0 then 'failed' else 'passed' end,
    case
        when pg_is_in_recovery() then 'the server that is written to is a replica'
        else format('%s replicas are connected, synchronous_standby_names is %s',
            count(*), coalesce(nullif(quote_literal(current_setting('synchronous_standby_names')), ''''''), 'empty'))
    end
from pg_stat_replication
where application_name <> 'pg_basebackup';
