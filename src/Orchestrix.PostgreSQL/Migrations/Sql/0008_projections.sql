-- The number of the projections' migration, which is made on another branch and replaces this file.
select 1;
