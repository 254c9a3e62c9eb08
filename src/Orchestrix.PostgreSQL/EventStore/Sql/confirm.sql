-- A commit of its own, behind everything that was visible: where there is a synchronous standby, it ends when the
-- standby has all of that. The message is for nobody, and nothing is written where nobody is waited for: what is
-- visible is on the disk then.
select case
    when current_setting('synchronous_standby_names') <> '' then
        pg_logical_emit_message(true, 'orchestrix.confirm', '')
end;
