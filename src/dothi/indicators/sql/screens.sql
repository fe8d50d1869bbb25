-- What screens ask beside the figures themselves. {scope} is a condition on e.

-- name: records
with told as ({told}), sound as (
    select * from told where kind <> 0 and quality <> 5 and (unit_code is null or %(unit)s = '' or unit_code = %(unit)s)
)
select e.urn, coalesce((select coalesce(n.txt, n.json ->> 'vi') from entities_attribute n join entities_term t on t.id = n.term_id
        where n.entity_id = e.id and t.short = 'name' and n.dataset_id = 0 limit 1), regexp_replace(e.urn, '^.*:', '')),
    count(*)::int, avg(num), min(num), max(num), max(observed_at), max(origin)
from sound join entities_entity e on e.id = sound.entity_id
where {scope}
group by e.id, e.urn
order by {order} nulls last, e.urn
limit %(most)s
