-- A role for reports and for whoever follows, exports or verifies the log. It reads events, seals and read models, and
-- changes nothing. Snapshots, dead letters, sagas and what Orleans keeps are not its business. The tables of read
-- models belong to the application, which lets everybody read them who may use their schema.
grant usage on schema orchestrix, orchestrix_projections to {reader_role};
grant select on
    orchestrix.schema_history, orchestrix.log_shards, orchestrix.events, orchestrix.log_seals, orchestrix.checkpoints,
    orchestrix.projections
    to {reader_role};
