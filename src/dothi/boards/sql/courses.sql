-- What the kept figures of a board ask before they are used again.

-- name: stamp
-- Where each cell stands and which transaction wrote it, and the versions of the definitions: whatever any process changes, the sum is another.
select count(*), sum(hashtidextended(f.ctid, f.xmin::text::bigint)), (
    select sum(hashtidextended(i.ctid, i.xmin::text::bigint)) from indicators_indicator i where i.code = any(%(codes)s))
from unnest(%(codes)s::text[], %(begins)s::timestamptz[]) as asked(code, begins)
join indicators_figure f on f.code = asked.code and f.starts_at >= asked.begins and f.superseded_at is null
