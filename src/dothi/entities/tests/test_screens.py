"""The screens of entities: who may, here; search without accents; CSV; as it was known at a past minute."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast

URN = "urn:ngsi-ld:AirQualityObserved:{}"
AT = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
SignIn = Callable[[Any], Client]


def _term(short: str) -> int:
    return _one(
        "insert into entities_term (iri) values (%s) on conflict (iri) do update set iri = excluded.iri returning id",
        f"https://example.vn/{short}",
    )


def _one(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _station(code: str, name: str, unit_id: int, revisions: list[tuple[float, dt.datetime]]) -> str:
    """One station with one instant of PM2.5, told (value, recorded at) once or more: later ones are corrections."""
    source = _one(
        "insert into entities_source (name) values ('test') on conflict (name) do update set name = excluded.name returning id"
    )
    entity = _one(
        "insert into entities_entity (created_at, modified_at, unit_id, lon, lat, place, urn, types)"
        " values (%s, %s, %s, 107.07, 10.34, box(point(107.07, 10.34), point(107.07, 10.34)), %s, %s) returning id",
        AT, AT, unit_id, URN.format(code), [_term("AirQualityObserved")],
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("select entities_make_month('2026-11-01')")
        for term, num, txt in ((_term("pm25"), revisions[-1][0], None), (_term("name"), None, name)):
            cursor.execute(
                "insert into entities_attribute (entity_id, flush_id, observed_at, created_at, modified_at, num, txt, term_id, source_id, kind, origin, declared, unit_code)"
                " values (%s, 1, %s, %s, %s, %s, %s, %s, %s, 1, 2, true, %s)",
                [entity, AT, AT, revisions[-1][1], num, txt, term, source, "GQ" if num is not None else None],
            )
        cursor.execute("update entities_words set name = %s where entity_id = %s", [name, entity])
        for number, (value, recorded) in enumerate(revisions):
            cursor.execute(
                "insert into entities_history (entity_id, flush_id, observed_at, recorded_at, num, term_id, source_id, revision, kind, origin, declared, unit_code)"
                " values (%s, 1, %s, %s, %s, %s, %s, %s, 1, 2, true, 'GQ')",
                [entity, AT, recorded, value, _term("pm25"), source, number],
            )
    return URN.format(code)


@pytest.fixture
def station(cast: Cast) -> str:
    return _station(
        "a1", "Trạm Đường Lê Lợi", cast.ward_a.pk, [(41.0, AT), (14.5, AT + dt.timedelta(hours=2))]
    )


@pytest.mark.parametrize(
    "part", ["", "values/", "history/", "series.json?attrs=pm25&hours=24", "history.csv"]
)
def test_who_may_see_an_entity(cast: Cast, client_of: SignIn, station: str, part: str) -> None:
    address = f"/entities/{station}/{part}"
    assert client_of(None).get(address).status_code == 302
    assert client_of(cast.dung).get(address).status_code == 403
    assert client_of(cast.minh).get(address).status_code == 200
    assert client_of(cast.lan).get(address).status_code == 200
    if part != "history/":  # an empty part tells nothing either
        assert client_of(cast.tuan).get(address).status_code == 404
    assert "14,5" not in client_of(cast.tuan).get(address).content.decode()


def test_the_list_is_searched_without_accents_and_in_scope(
    cast: Cast, client_of: SignIn, station: str
) -> None:
    _station("b1", "Trạm Bình Minh", cast.ward_b.pk, [(9.0, AT)])
    page = client_of(cast.minh).get("/entities/", {"q": "duong le loi"}).content.decode()
    assert "Trạm Đường Lê Lợi" in page
    assert "Trạm Bình Minh" not in page
    of_lan = client_of(cast.lan).get("/entities/").content.decode()
    assert "Trạm Đường Lê Lợi" in of_lan
    assert "Trạm Bình Minh" not in of_lan
    assert (
        "Không có đối tượng nào khớp"
        in client_of(cast.lan).get("/entities/", {"q": "binh minh"}).content.decode()
    )


def test_a_figure_shows_its_unit_age_and_origin(cast: Cast, client_of: SignIn, station: str) -> None:
    page = client_of(cast.minh).get(f"/entities/{station}/").content.decode()
    assert "14,5" in page
    assert "µg/m³" in page
    assert "Mô phỏng" in page
    assert f'datetime="{clock.iso(AT)}"' in page
    client = client_of(cast.minh)
    client.post("/web/choices/", {"language": "en"})
    assert "14.5" in client.get(f"/entities/{station}/").content.decode()


def test_an_entity_as_it_was_known_before_the_correction(cast: Cast, client_of: SignIn, station: str) -> None:
    page = client_of(cast.minh).get(f"/entities/{station}/", {"at": "2026-11-20T11:00"}).content.decode()
    assert "<strong>41</strong>" in page
    assert "14,5" not in page
    assert "11:00 20/11/2026" in page


def test_history_shows_the_correction_above_what_it_corrects(
    cast: Cast, client_of: SignIn, station: str
) -> None:
    part = client_of(cast.minh).get(f"/entities/{station}/history/").content.decode()
    assert part.index("14,5") < part.index("41")
    assert "lần sửa 1" in part


def test_csv_holds_every_revision_with_origin_and_source(cast: Cast, client_of: SignIn, station: str) -> None:
    answer = client_of(cast.minh).get(f"/entities/{station}/history.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (
        lines[0]
        == "entity,attribute,observedAt,revision,value,unitCode,origin,source,recordedAt,quality,correctionReason"
    )
    assert (
        lines[1]
        == f"{station},pm25,2026-11-20T03:00:00Z,1,14.5,GQ,simulated,test,2026-11-20T05:00:00Z,unknown,"
    )
    assert len(lines) == 3


@pytest.mark.parametrize("address", ["/entities/{}/history.csv", "/catalogue/AirQualityObserved/latest.csv"])
def test_no_cell_of_a_csv_is_a_formula(cast: Cast, client_of: SignIn, station: str, address: str) -> None:
    """Names of attributes, datasets and units come from outside, too."""
    with connection.cursor() as cursor:
        cursor.execute("update entities_term set iri = 'https://x.vn/=HYPERLINK(1)' where iri like '%%/pm25'")
        cursor.execute("update entities_history set unit_code = '@SUM(1)'")
        cursor.execute("update entities_attribute set unit_code = '@SUM(1)'")
    answer = client_of(cast.minh).get(address.format(station))
    told = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "HYPERLINK" in told
    cells = [cell for row in csv.reader(told.splitlines()) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+")]


@pytest.mark.parametrize("path", ["/me/", "/entities/"])
def test_pages_of_a_person_are_kept_nowhere(cast: Cast, client_of: SignIn, path: str) -> None:
    """Desks are shared: the next one who presses "back" must not read them."""
    assert "no-store" in client_of(cast.minh).get(path).headers["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "words"), [("?page=x", "phải là số nguyên"), ("?page=-1", "phải là số nguyên")]
)
def test_a_wrong_address_is_told_in_words(cast: Cast, client_of: SignIn, query: str, words: str) -> None:
    answer = client_of(cast.minh).get(f"/entities/{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_the_series_of_the_chart(cast: Cast, client_of: SignIn, station: str) -> None:
    with clock.moved_to(AT + dt.timedelta(hours=5)):
        client = client_of(cast.minh)
        series = client.get(f"/entities/{station}/series.json?attrs=pm25&hours=24").json()["series"][0]
        assert client.get(f"/entities/{station}/series.json?attrs=pm25&hours=25").status_code == 400
    assert series["points"] == [[round(AT.timestamp() * 1000), 14.5, "simulated"]]
    assert series["unit"] == "µg/m³"


def test_the_map_starts_from_what_the_person_may_see(cast: Cast, client_of: SignIn, station: str) -> None:
    answer = client_of(cast.lan).get("/map/entities.json").json()
    assert [thing["id"] for thing in answer["entities"]] == [station]
    assert answer["entities"][0]["attrs"]["pm25"] == {
        "value": 14.5,
        "unitCode": "GQ",
        "observedAt": clock.iso(AT),
        "origin": "simulated",
    }
    tx, _, event = answer["cursor"].partition("-")
    assert tx.isdigit()
    assert event == "0"
    assert client_of(cast.tuan).get("/map/entities.json").json()["entities"] == []
    assert client_of(cast.tuan).get(f"/map/entities.json?urn={station}").json()["entities"] == []
    assert client_of(cast.minh).get("/map/entities.json?bbox=1,2,x").status_code == 400
    assert client_of(cast.tuan).get(f"/map/card/{station}/").status_code == 404
    assert "Trạm Đường Lê Lợi" in client_of(cast.lan).get(f"/map/card/{station}/").content.decode()
