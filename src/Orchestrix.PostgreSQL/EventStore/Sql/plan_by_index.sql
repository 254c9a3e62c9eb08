-- For this transaction only. A plan is kept for as long as its connection, perhaps from a time when the table was
-- almost empty: nothing but the indexes may look good then. No plan depends on the arguments, or is worth compiling.
select
    set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true);
