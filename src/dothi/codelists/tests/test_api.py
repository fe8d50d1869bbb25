"""Shared code lists as other systems read them: keys, pages, days, CSV, what is kept is not sent again."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.accounts import actions as people
from dothi.config.api import description
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.packs.models import LoadedPack

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
HERE = "/api/v1/code-lists"


class Caller:
    """A system with a key."""

    def __init__(self, kind: str = "read") -> None:
        self.key, text = people.issue_key(f"lists-{kind}", kind=kind, by=None)
        self.browser, self.headers = Client(), {"Authorization": f"Bearer {text}"}

    def get(self, path: str = "", **headers: str) -> Any:
        return self.browser.get(f"{HERE}{path}", headers=self.headers | headers)


@pytest.fixture
def caller(cast: Cast) -> Caller:
    return Caller()


def test_what_rooms_offer_is_there(caller: Caller, cast: Cast) -> None:
    lists = {one["code"]: one for one in caller.get().json()["lists"]}
    assert set(lists) >= {
        "agencies",
        "administrative-units",
        "units-of-measure",
        "value-origins",
        "alarm-severities",
        "incident-categories",
        "city-fields",
    }
    assert lists["administrative-units"]["live"]
    assert lists["administrative-units"]["entries"] == 3
    assert lists["units-of-measure"]["name_vi"] == "Đơn vị đo"
    assert lists["units-of-measure"]["version"] is None


def test_categories_are_offered_by_their_rooms(caller: Caller) -> None:
    """Of incidents the ten of the form; of the city the fields that have a pack, with their types below them."""
    kinds = caller.get("/incident-categories/entries").json()
    assert (kinds["total"], kinds["entries"][0]["code"], kinds["entries"][0]["name_vi"]) == (
        10,
        "fire",
        "Cháy, nổ",
    )
    manifest = {"name": {"vi": "Môi trường", "en": "Environment"}, "owner": "so-tnmt"}
    LoadedPack.objects.create(
        code="environment",
        version="1.0.0",
        fingerprint="x",
        manifest=manifest,
        contents={"types": ["AirQualityObserved.json"]},
        loaded_at=clock.now(),
    )
    field, type_ = caller.get("/city-fields/entries").json()["entries"]
    assert (field["code"], field["parent"], field["extra"]["answers"]) == ("environment", None, "so-tnmt")
    assert (type_["code"], type_["parent"]) == ("AirQualityObserved", "environment")
    assert type_["name_vi"] != type_["name_en"]


def test_one_entry(caller: Caller) -> None:
    found = caller.get("/units-of-measure/entries/GQ").json()
    assert (found["name_en"], found["extra"]) == (
        "microgram per cubic metre",
        {"symbol": "µg/m³", "quantity": "concentration"},
    )
    old = caller.get("/units-of-measure/entries/HAR").json()
    assert (old["ended"], old["replaced_by"]) == (True, ["H18"])


def test_pages_say_how_many_there_are_and_where_the_next_is(caller: Caller) -> None:
    first = caller.get("/units-of-measure/entries?limit=40")
    total = first.json()["total"]
    assert first.headers["X-Total-Count"] == str(total)
    assert first.headers["Link"] == (
        '</api/v1/code-lists/units-of-measure/entries?limit=40&offset=40>; rel="next"'
    )
    seen = [entry["code"] for entry in first.json()["entries"]]
    while 'rel="next"' in first.headers.get("Link", ""):
        address = next(part for part in first.headers["Link"].split(", ") if "next" in part)
        first = caller.get(address.partition(HERE)[2].partition(">")[0])
        seen += [entry["code"] for entry in first.json()["entries"]]
    assert len(seen) == len(set(seen)) == total


def test_words_are_found_without_accents(caller: Caller) -> None:
    found = caller.get("/units-of-measure/entries?q=met khoi tren giay").json()
    assert [entry["code"] for entry in found["entries"]] == ["MQS"]
    assert caller.get("/units-of-measure/entries?q=%3F%3F").json()["total"] == 0


def test_a_tree_is_walked_by_parent(caller: Caller, cast: Cast) -> None:
    top = caller.get("/administrative-units/entries?parent=").json()["entries"]
    assert [entry["code"] for entry in top] == ["96"]
    below = caller.get("/administrative-units/entries?parent=96").json()["entries"]
    assert [entry["code"] for entry in below] == ["96001", "96002"]
    assert {entry["parent"] for entry in below} == {"96"}


def test_a_day_before_the_units_began_has_none(caller: Caller, cast: Cast) -> None:
    assert caller.get("/administrative-units/entries?at=2025-06-30").json()["total"] == 0
    found = caller.get("/administrative-units/changes?from=2025-06-30").json()
    assert (found["total"], {one["kind"] for one in found["changes"]}) == (3, {"added"})


@pytest.mark.parametrize("ask", ["?format=csv", ""])
def test_csv(caller: Caller, ask: str) -> None:
    answer = caller.get(f"/units-of-measure/entries{ask}", **({} if ask else {"Accept": "text/csv"}))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == int(answer.headers["X-Total-Count"])
    assert next(row for row in rows if row["code"] == "CEL")["symbol"] == "°C"


def test_what_the_asker_has_is_not_sent_again(caller: Caller) -> None:
    first = caller.get("/units-of-measure/entries")
    again = caller.get("/units-of-measure/entries", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/x", 404, "codelists-list-does-not-exist"),
        ("/units-of-measure/entries/XX", 404, "codelists-entry-does-not-exist"),
        ("/units-of-measure/entries?version=1", 404, "codelists-version-does-not-exist"),
        ("/units-of-measure/entries?limit=0", 400, "api-parameters"),
        ("/units-of-measure/entries?at=hôm-nay", 400, "api-parameters"),
        ("/units-of-measure/changes", 400, "api-parameters"),
        ("/units-of-measure/changes?from=2026-13-01", 400, "api-parameters"),
        ("/units-of-measure/entries?at=0", 400, "api-parameters"),  # no seconds since 1970
        ("/units-of-measure/changes?from=abc", 400, "api-parameters"),
        ("/units-of-measure/nothing/there", 404, "api-address"),
        ("/units-of-measure/entries/%0A", 404, "codelists-entry-does-not-exist"),
    ],
)
def test_a_refusal_is_a_problem_with_words(caller: Caller, path: str, status: int, code: str) -> None:
    for language, missing in (("vi", "error-"), ("en", "ô")):
        answer = caller.get(path, **{"Accept-Language": language})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert missing not in answer.json()["detail"].replace("hôm-nay", "")


def test_only_reading_is_offered(caller: Caller) -> None:
    answer = caller.browser.post(HERE, headers=caller.headers)
    assert (answer.status_code, answer.headers["Allow"], answer.json()["code"]) == (405, "GET", "api-method")


def test_who_may_ask(client_of: Any, cast: Cast) -> None:
    assert Caller("write").get().status_code == 200
    assert Caller("admin").get().status_code == 200
    assert Caller("device").get().json()["code"] == "api-key-does-not-read"
    assert client_of(cast.lan).get(HERE).status_code == 200
    assert client_of(cast.dung).get(HERE).status_code == 403
    nobody = client_of(None).get(HERE)
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("text", ["", "Bearer", "Bearer x", "Bearer a.b", "Basic eDp5", "Bearer \x7f.\x7f"])
def test_what_is_no_key_opens_nothing(text: str) -> None:
    assert Client().get(HERE, headers={"Authorization": text}).status_code == 401


def test_a_revoked_key_and_one_that_ended_open_nothing(caller: Caller) -> None:
    from dothi.accounts import keys

    assert caller.get().status_code == 200
    people.revoke_key(caller.key, by=None, reason="x")
    keys.forget()
    assert caller.get().status_code == 401


def test_the_description_needs_no_key_and_names_every_operation() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    answers = document["paths"]["/api/v1/code-lists/{code}/entries"]["get"]["responses"]
    assert set(answers["200"]["content"]) == {"application/json", "text/csv"}
    assert set(answers["404"]["content"]) == {"application/problem+json"}
    assert {path for path in document["paths"] if path.startswith("/api/v1/code-lists")} == {
        "/api/v1/code-lists",
        "/api/v1/code-lists/{code}",
        "/api/v1/code-lists/{code}/entries",
        "/api/v1/code-lists/{code}/entries/{entry}",
        "/api/v1/code-lists/{code}/versions",
        "/api/v1/code-lists/{code}/changes",
    }


def _operations() -> list[tuple[str, list[str]]]:
    """(address, names of its query parameters) of everything that can be asked, in whatever room."""
    document = json.loads(description())
    return [
        (path, [one["name"] for one in methods["get"].get("parameters", []) if one["in"] == "query"])
        for path, methods in document["paths"].items()
        if "get" in methods
    ]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_that_is_asked_makes_a_fault(caller: Caller, data: st.DataObject) -> None:
    """Any words in any place of any operation: an answer or a problem of the asker's, never one of ours."""
    words = st.text(max_size=40) | st.sampled_from(
        ["units-of-measure", "GQ", "1", "-1", "9" * 30, "2025-07-01", "csv", ""]
    )
    path, names = data.draw(st.sampled_from(_operations()))
    for place in ("{code}", "{entry}"):
        path = path.replace(place, quote(data.draw(words), safe="") or "x")
    asked = urlencode([(name, data.draw(words)) for name in names if data.draw(st.booleans())])
    answer = caller.browser.get(f"{path}?{asked}", headers=caller.headers)
    assert answer.status_code in {200, 400, 404}, (path, asked, answer.content)
    if answer.status_code != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
