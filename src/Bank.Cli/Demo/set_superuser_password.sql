-- Run by psql inside the container, where the superuser needs no password. The new one is hexadecimal.
\set ON_ERROR_STOP on
alter role postgres password '{password}';
