-- name: candidates
-- Every unit that a scope covers with where it is, how old that is, what it does and why it said no to this case: one reading.
-- Times are seconds since 1970: a thousand of them are read as numbers, not made into moments first. `e` is the unit: the scope's condition speaks of e.unit_id and e.agency_id.
select e.id, e.call_sign, e.name, e.kind, e.service, e.unit_id, array_to_string(e.capabilities, ' '), e.crew, e.crew_minimum, e.home_name, e.home_lon, e.home_lat,
    e.state, date_part('epoch', e.state_since), date_part('epoch', e.rest_until),
    p.lon, p.lat, date_part('epoch', a.observed_at), a.origin, i.code, d.ended_reason
from forces_force e
left join entities_entity p on e.urn <> '' and p.urn = e.urn and p.tenant_id = 0 and p.deleted_at is null
left join entities_attribute a on a.entity_id = p.id and a.dataset_id = 0
    and a.term_id = (select id from entities_term where iri = %(location)s)
left join forces_assignment o on o.force_id = e.id and o.ended_at is null
left join incidents_incident i on i.id = o.incident_id
left join lateral (
    select n.ended_reason from forces_assignment n
    where n.incident_id = %(incident)s and n.force_id = e.id and n.ended_as = 'declined' order by n.id desc limit 1
) d on true
where e.ended_at is null and {scope}
order by e.id

-- name: fixes
-- Where these units are, by what they carry.
select p.urn, p.lon, p.lat, a.observed_at, a.origin
from entities_entity p
join entities_attribute a on a.entity_id = p.id and a.dataset_id = 0
    and a.term_id = (select id from entities_term where iri = %(location)s)
where p.urn = any(%(urns)s) and p.tenant_id = 0 and p.deleted_at is null

-- name: usual
-- How long units of a service are usually away, from their last cases: what is known of when a busy one is free again.
select count(*), percentile_cont(0.5) within group (order by extract(epoch from o.ended_at - o.alerted_at))
from forces_assignment o join forces_force f on f.id = o.force_id
where f.service = any(%(services)s) and o.ended_as = 'cleared' and o.alerted_at > %(since)s
