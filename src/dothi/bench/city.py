"""A made-up city of any size for benches of reads: entities of several types with place, name and numbers, loaded by COPY.

Only its shape is like a city's: a tenth are stations with five numbers, the others have two; all lie in a square of 0.5°.
"""

from __future__ import annotations

import psycopg

TYPES = ("BenchStation", "StreetLight", "WasteContainer", "Bus", "Building")
ATTRIBUTES = ("pm25", "pm10", "no2", "temperature", "relativeHumidity")
WEST, SOUTH, WIDE = 107.0, 10.3, 0.5
_DEFAULT = "https://uri.etsi.org/ngsi-ld/default-context/"
_TERMS = [_DEFAULT + name for name in (*TYPES, *ATTRIBUTES, "name")] + [
    "https://uri.etsi.org/ngsi-ld/location"
]
# The database makes the rows: nothing is sent. A number that looks like chance, the same in every run, by multiplying.
_ENTITIES = """
insert into entities_entity (created_at, modified_at, lon, lat, place, urn, types)
select now(), now(), lon, lat, box(point(lon, lat)), 'urn:ngsi-ld:' || type || ':city-' || i, array[term]
from (
    select i, type, (select id from entities_term where iri = %(default)s || type) as term,
        %(west)s + %(wide)s * (i * 7919::bigint %% 100003) / 100003.0 as lon, %(south)s + %(wide)s * (i * 104729::bigint %% 100019) / 100019.0 as lat
    from (
        select i, case i %% 10 when 0 then 'BenchStation' when 1 then 'Bus' when 2 then 'Building' when 3 then 'WasteContainer'
            else 'StreetLight' end as type
        from generate_series(1, %(entities)s) i
    ) numbered
) made on conflict do nothing"""
_NUMBERS = """
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, num, term_id, source_id, kind, origin,
    declared, unit_code)
select e.id, 0, now(), now(), now(), (e.id * 31 + t.id * 17) %% 1000 / 10.0, t.id, 1, 1, 0, true, 'GQ'
from entities_entity e join entities_term t on t.iri = any(%(numbers)s)
where e.urn like '%%:city-%%' and (e.urn like '%%:BenchStation:%%' or t.iri = any(%(two)s)) on conflict do nothing"""
_PLACES = """
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, json, term_id, source_id, kind, origin, declared)
select e.id, 0, now(), now(), now(), jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(e.lon, e.lat)), t.id, 1, 3, 0, true
from entities_entity e, entities_term t where t.iri = %(location)s and e.urn like '%%:city-%%' on conflict do nothing"""
_NAMES = """
insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, txt, term_id, source_id, kind, origin, declared)
select e.id, 0, now(), now(), now(), case when e.urn like '%%:BenchStation:%%' then 'Trạm quan trắc ' else 'Thiết bị số ' end || e.id
    || ' đường ' || (array['Lê Lợi', 'Thùy Vân', 'Hạ Long', 'Trần Phú', 'Quang Trung', 'Ba Cu'])[1 + e.id %% 6], t.id, 1, 1, 0, true
from entities_entity e, entities_term t where t.iri = %(name)s and e.urn like '%%:city-%%' on conflict do nothing"""
_WORDS = """
insert into entities_words (entity_id, urn, name)
select e.id, e.urn, a.txt from entities_entity e join entities_attribute a on a.entity_id = e.id
join entities_term t on t.id = a.term_id and t.iri = %(name)s where e.urn like '%%:city-%%'
on conflict (entity_id) do update set name = excluded.name"""


def fill(url: str, entities: int) -> None:
    """So many entities, with statistics, as if they had always been there."""
    bound = {
        "entities": entities, "default": _DEFAULT, "west": WEST, "south": SOUTH, "wide": WIDE,
        "numbers": [_DEFAULT + name for name in ATTRIBUTES], "two": [_DEFAULT + name for name in ATTRIBUTES[:2]],
        "location": _TERMS[-1], "name": _DEFAULT + "name",
    }  # fmt: skip
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "insert into entities_term (iri) select unnest(%s::text[]) on conflict do nothing", [_TERMS]
        )
        connection.execute("insert into entities_source (name) values ('bench') on conflict do nothing")
        for statement in (_ENTITIES, _NUMBERS, _PLACES, _NAMES, _WORDS):
            connection.execute(statement, bound)
        for table in ("entities_entity", "entities_attribute", "entities_words"):
            connection.execute(f"vacuum analyze {table}")


def urns(url: str, most: int) -> list[str]:
    """Ids of stations, spread over the city."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "select urn from entities_entity where urn like 'urn:ngsi-ld:BenchStation:%%' order by id limit %s",
            [most],
        )
        return [row[0] for row in found]
