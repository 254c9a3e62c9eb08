select subscription, partition, partitions, position, epoch, owner, updated_at, failure
from orchestrix.checkpoints
order by subscription, partition;
