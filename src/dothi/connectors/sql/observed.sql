-- name: by_mqtt
-- When values last came by MQTT for entities whose id begins so, and the newest one's own time.
select max(a.modified_at), max(a.observed_at)
from entities_entity e join entities_attribute a on a.entity_id = e.id
where e.tenant_id = 0 and e.deleted_at is null and e.urn ^@ %(prefix)s
  and a.source_id = (select id from entities_source where name = 'mqtt')

-- name: by_import
-- The last import by this mapping that ended well; its values' own time is not kept, so its end stands for both.
select max(ended_at), max(ended_at) from connectors_import where mapping_name = %(mapping)s and state = 'done' and not dry_run
