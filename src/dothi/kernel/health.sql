-- name: beat
insert into kernel_heartbeat (part, at, version, status, lag_s, counts)
select * from unnest(%(parts)s::text[], %(at)s::timestamptz[], %(versions)s::text[], %(statuses)s::text[], %(lags)s::float8[], %(counts)s::jsonb[])
on conflict (part) do update set at = excluded.at, version = excluded.version, status = excluded.status, lag_s = excluded.lag_s,
    counts = excluded.counts

-- name: beats
select part, extract(epoch from now() - at)::float8 as age_s, version, status, lag_s,
       current_setting('server_version') as server
from (select 1) one left join kernel_heartbeat on true
