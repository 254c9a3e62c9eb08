select
    base_position, now_recorded, statuses, heads, first_versions, sizes, last_positions, owner_commit_ids, fingerprints,
    recorded
from orchestrix.append_commits($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);
