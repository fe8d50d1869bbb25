-- @contexts that are kept (CIM 009 §5.13).

-- name: find
select id::text, url, kind, document::text, created_at, used_at, hits, key_id, tenant_id, expires_at from entities_context
where url = %(name)s or id::text = %(name)s

-- name: listed
select id::text, url, kind, null, created_at, used_at, hits, key_id, tenant_id, expires_at from entities_context
where (%(kind)s::int is null or kind = %(kind)s) and (kind = %(cached)s or tenant_id = %(tenant)s)
order by created_at, url

-- name: host
insert into entities_context (id, url, kind, document, key_id, tenant_id, created_at)
values (%(id)s, %(url)s, %(kind)s, %(document)s, %(key)s, %(tenant)s, now())

-- name: cache
insert into entities_context (id, url, kind, document, created_at, expires_at)
values (%(id)s, %(url)s, %(kind)s, %(document)s, now(), now() + %(lifetime)s)
on conflict (url) do update
set document = excluded.document, created_at = excluded.created_at, expires_at = excluded.expires_at

-- name: use_longer
update entities_context set expires_at = now() + %(time)s where url = %(url)s

-- name: remove
delete from entities_context where id = %(id)s

-- name: used
update entities_context c set hits = c.hits + u.hits, used_at = now()
from unnest(%(urls)s::text[], %(hits)s::bigint[]) as u(url, hits) where c.url = u.url
