create database {database} with owner orchestrix_owner template {template};
