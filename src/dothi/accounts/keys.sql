-- name: find_key
-- A key that is not revoked, with the ids of its units and all below them (null: everywhere). Whether it has ended is
-- asked at each use, not here, because the answer is kept in memory.
with recursive reach(id) as (
    select unit_id from accounts_api_key_units where apikey_id = %(id)s
    union
    select unit.id from territory_unit unit join reach on unit.parent_id = reach.id
)
select key.id, key.secret_sha256, key.kind, key.name, key.agency_id, key.entity_types, key.entity_prefixes,
       key.origin, key.valid_to,
       case when exists (select from accounts_api_key_units where apikey_id = %(id)s) then (select array_agg(id) from reach) end
from accounts_api_key key
where key.id = %(id)s and key.revoked_at is null
