\set total random(100000000, 999999999)
insert into commits (event_id, event_type, data)
values (gen_random_uuid(), 'bench.added', jsonb_build_object('amount', 1, 'total', :total::bigint));
