alter system set fsync = off;
