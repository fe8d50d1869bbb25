-- name: past_people
-- calls that still say who called, or where a caller's phone was
select c.id from calls_call c
where c.received_at < %(before)s and (
    c.caller_number <> '' or c.caller_name <> '' or c.caller_address <> ''
    or (c.lon is not null and c.place_source in ('link', 'network'))
    or exists (
        select from calls_place_link l where l.call_id = c.id and (l.lon is not null or l.sent_to <> '')
    )
    or exists (
        select from calls_leg g where g.call_id = c.id and (
            g.handed ?| array['caller_name', 'caller_number', 'caller_address']
            or (g.handed ? 'lon' and g.handed ->> 'place_source' in ('link', 'network'))
        )
    )
)
order by c.id limit %(limit)s

-- name: forget_people
with legs as (
    update calls_leg set handed = handed - array['caller_name', 'caller_number', 'caller_address'] - case
        when handed ->> 'place_source' in ('link', 'network') then array['lon', 'lat', 'accuracy_m'] else array[]::text[]
    end
    where call_id = any(%(ids)s)
), links as (
    update calls_place_link set sent_to = '', lon = null, lat = null, accuracy_m = null where call_id = any(%(ids)s)
)
update calls_call set caller_number = '', caller_name = '', caller_address = '',
    lon = case when place_source in ('link', 'network') then null else lon end,
    lat = case when place_source in ('link', 'network') then null else lat end,
    accuracy_m = case when place_source in ('link', 'network') then null else accuracy_m end
where id = any(%(ids)s)

-- name: past_marks
select id from calls_number_mark where number <> '' and coalesce(ended_at, until) < %(before)s order by id limit %(limit)s

-- name: forget_marks
update calls_number_mark set number = '', ended_at = coalesce(ended_at, until) where id = any(%(ids)s)
