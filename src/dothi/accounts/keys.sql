-- name: find_key
-- A key that is not revoked, with the ids of its units (all their versions) and all below them; null: everywhere. Whether
-- the key has ended is asked at each use, not here, because the answer is kept in memory.
with recursive reach(id) as (
    select version.id
    from accounts_api_key_units area
    join territory_unit unit on unit.id = area.unit_id
    join territory_unit version on version.id = coalesce(unit.first_id, unit.id) or version.first_id = coalesce(unit.first_id, unit.id)
    where area.apikey_id = %(id)s
    union
    select below.id from territory_unit below join reach on below.parent_id = reach.id
)
select key.id, key.secret_sha256, key.kind, key.name, key.agency_id, key.entity_types, key.entity_prefixes,
       key.origin, key.valid_to,
       case when exists (select from accounts_api_key_units where apikey_id = %(id)s) then (select array_agg(id) from reach) end, key.tenants,
       key.scopes, key.attributes_seen, key.attributes_written
from accounts_api_key key
where key.id = %(id)s and key.revoked_at is null

-- name: publishing_keys
-- Keys that may write anywhere, with those that ended lately: what they sent may still wait to be written.
select key.id, key.secret_sha256, key.kind, key.name, key.agency_id, key.entity_types, key.entity_prefixes,
       key.origin, key.valid_to, null::bigint[], key.tenants,
       key.scopes, key.attributes_seen, key.attributes_written
from accounts_api_key key
where key.kind not in ('read', 'telephony', 'reports') and not exists (select from accounts_api_key_units where apikey_id = key.id)
  and coalesce(least(key.revoked_at, key.valid_to) > %(since)s, true)
