-- As negotiated, for each session of this role that came over a network.
select
    case when count(*) filter (where not s.ssl) = 0 then 'passed' else 'failed' end,
    case
        when count(*) = 0 then 'no session came over a network'
        else format('%s of %s sessions are encrypted%s', count(*) filter (where s.ssl), count(*),
            coalesce(' with ' || string_agg(distinct s.version, ', '), ''))
    end
from pg_stat_activity a
join pg_stat_ssl s using (pid)
where a.usename = current_user and a.client_port >= 0;
