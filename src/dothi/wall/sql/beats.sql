-- name: beat
-- One row for each screen, kept as it last told; screens that were silent for a day make room for others.
with gone as (
    delete from wall_beat where wall_id = %(wall)s and seen_at < %(forget)s and screen <> %(screen)s
)
insert into wall_beat as b (wall_id, screen, seen_at, began_at, scene, figures_at, moving, hung_s, restarts, skew_s, width, height)
select %(wall)s, %(screen)s, %(now)s, %(now)s, %(scene)s, %(figures_at)s::timestamptz, %(moving)s, %(hung_s)s, 0, %(skew_s)s, %(width)s, %(height)s
where exists (select from wall_beat where wall_id = %(wall)s and screen = %(screen)s)
   or (select count(*) from wall_beat where wall_id = %(wall)s and seen_at >= %(forget)s) < %(most)s
on conflict (wall_id, screen) do update set
    seen_at = excluded.seen_at,
    began_at = case when %(began)s then excluded.seen_at else b.began_at end,
    restarts = b.restarts + case when %(restarted)s then 1 else 0 end,
    scene = case when excluded.hung_s > 0 then b.scene else excluded.scene end,
    figures_at = case when excluded.hung_s > 0 then b.figures_at else excluded.figures_at end,
    moving = excluded.moving, hung_s = excluded.hung_s, skew_s = excluded.skew_s,
    width = excluded.width, height = excluded.height
returning b.id
