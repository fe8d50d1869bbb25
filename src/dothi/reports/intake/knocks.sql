-- name: count
-- So many more knocks behind each digest, in a statement of its own: no lock outlives it, and the table writes no log.
insert into reports_knock (digest, knocks, ends_at)
select digest, knocks, %(ends_at)s from unnest(%(digests)s::text[], %(knocks)s::int[]) as came (digest, knocks)
on conflict (digest) do update set knocks = reports_knock.knocks + excluded.knocks
returning digest, knocks;

-- name: forget
delete from reports_knock where ends_at < %(now)s;
