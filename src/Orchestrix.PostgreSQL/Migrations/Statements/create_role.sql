create role {application_role} nologin;
