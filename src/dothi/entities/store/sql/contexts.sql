-- @contexts that are kept (CIM 009 §5.13).

-- name: find
select id::text, url, kind, document::text, created_at, used_at, hits, key_id from entities_context
where url = %(name)s or id::text = %(name)s

-- name: listed
select id::text, url, kind, null, created_at, used_at, hits, key_id from entities_context
where %(kind)s::int is null or kind = %(kind)s order by created_at, url

-- name: keep
insert into entities_context (id, url, kind, document, key_id, created_at)
values (%(id)s, %(url)s, %(kind)s, %(document)s, %(key)s, now())
on conflict (url) do update set document = excluded.document, created_at = excluded.created_at

-- name: remove
delete from entities_context where id = %(id)s

-- name: used
update entities_context c set hits = c.hits + u.hits, used_at = now()
from unnest(%(urls)s::text[], %(hits)s::bigint[]) as u(url, hits) where c.url = u.url
