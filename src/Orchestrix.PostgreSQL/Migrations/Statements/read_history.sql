select version, name, checksum, applied_at, applied_by
from orchestrix.schema_history
order by version;
