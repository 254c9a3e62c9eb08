alter system reset synchronous_standby_names;
