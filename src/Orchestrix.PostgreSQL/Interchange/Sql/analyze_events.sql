-- The first statements on a log of this size must not be planned as if it were empty.
analyze orchestrix.events;
