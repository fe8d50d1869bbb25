-- name: hold
-- Which of these still stand; whoever ends one waits until what is laid for it is committed.
select id from around_watch where id = any(%(ids)s) order by id for key share

-- name: end
-- With their keys, as the deletion that follows takes them: what is laid for them meanwhile is seen before it.
select id from around_watch where id = any(%(ids)s) order by id for update
