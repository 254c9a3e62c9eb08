select saga_type, status, count(*)
from orchestrix.sagas
group by saga_type, status;
