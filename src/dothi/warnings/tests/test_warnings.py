"""A warning's life: drafted inside a right, released by a second person as sound CAP, updated, cancelled, ended; and what is refused."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import shapely
from django.db import IntegrityError, connection, transaction
from django.test import Client

from dothi.incidents import actions as incidents
from dothi.incidents.models import IncidentLog
from dothi.kernel import clock
from dothi.kernel.cap.reading import read
from dothi.kernel.cap.schema import complaints
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed
from dothi.kernel.models import Event
from dothi.kernel.origin import Origin
from dothi.kernel.testing.cast import Cast
from dothi.territory.models import Unit, UnitArea, UnitChange
from dothi.territory.plan import shape_bytes
from dothi.warnings import actions, queries, releasing
from dothi.warnings.composing import composed
from dothi.warnings.drafted import Text, sms_parts
from dothi.warnings.jobs import end_what_expired
from dothi.warnings.models import PublicWarning

from .drafts import WORDS, asked, bulletin, drafted, released, said

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(
    transaction=True
)  # bulletins are written as the worker writes them; races need commits
Of = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def known_to_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOTHI_CAP_SENDER", "ioc@thu-nghiem.vn")
    monkeypatch.setenv("DOTHI_PUBLIC_URL", "https://canh-bao.thu-nghiem.vn")


@committed
def test_a_life_from_bulletin_and_case_to_the_public_and_back(cast: Cast, client_of: Of) -> None:
    """Drafted from a bulletin for a case, released by a second person, updated by its screens, cancelled, fed to machines."""
    urn = bulletin(level=3)
    case = incidents.open_incident(
        title="Lũ trên sông Thử", kind="flood", severity="high", unit_id=cast.ward_a.pk, by=cast.minh
    )
    minh, hoa, anybody = client_of(cast.minh), client_of(cast.hoa), client_of(None)
    form = minh.get(f"/warnings/new/?bulletin={urn}&case={case.code}")
    assert "LULU-12/14h00/DBQG" in form.content.decode()
    posted = {
        "key": str(uuid4()), "bulletin": urn, "case": case.code, "unit": [cast.ward_a.pk], "circle": "10.35 107.08 1.5",
        "polygon": "10.34 107.07\n10.36 107.07\n10.36 107.09", "status": "Actual", "event": "flood", "urgency": "Expected", "certainty": "Likely",
        "responses": ["Evacuate"], "expires": f"{clock.now().astimezone(clock.VIETNAM) + dt.timedelta(hours=5):%Y-%m-%dT%H:%M}",
        "headline_vi": WORDS.headline, "description_vi": WORDS.description, "instruction_vi": WORDS.instruction, "contact": "1022",
    }  # fmt: skip
    assert minh.post("/warnings/new/", posted).status_code == 302
    minh.post("/warnings/new/", posted)  # sent twice: one draft
    warning = PublicWarning.objects.get()
    assert (warning.level, warning.severity, warning.bulletin_number) == (3, "Severe", "LULU-12/14h00/DBQG")
    assert anybody.get(f"/cap/{warning.code}.xml").status_code == 404, "a draft is not public"
    minh.post(f"/warnings/{warning.code}/ask/", {"revision": warning.revision})
    warning.refresh_from_db()
    assert [one.code for one in queries.waiting_for(cast.hoa)] == [warning.code]
    assert queries.waiting_for(cast.minh) == []
    minh.post(f"/warnings/{warning.code}/release/", {"revision": warning.revision})
    warning.refresh_from_db()
    assert warning.state == "asked", "who wrote it does not release it, both rights or not"
    hoa.post(f"/warnings/{warning.code}/release/", {"revision": warning.revision})
    warning.refresh_from_db()
    assert (warning.state, warning.released_by) == ("released", cast.hoa)

    xml = anybody.get(f"/cap/{warning.code}.xml")
    assert xml["Content-Type"].startswith("application/cap+xml") and complaints(xml.content) == []
    message = read(xml.content)
    assert message == composed(warning), "out and in are equal"
    assert message.sender == "ioc@thu-nghiem.vn" and message.incidents == case.code
    info = message.infos[0]
    assert dict(info.parameters)["VN-QD18-2021-capDoRuiRoThienTai"] == "3"
    assert dict(info.parameters)["bulletinEntity"] == urn
    assert info.web == f"https://canh-bao.thu-nghiem.vn/canh-bao/{warning.code}/"
    assert info.areas[0].geocodes == (("VN-UNIT-2025-07-01", "96001"),)
    assert len(info.areas[0].polygons) == 1 and info.areas[0].circles == (((10.35, 107.08), 1.5),)

    feed = anybody.get("/cap/")
    assert warning.code in feed.content.decode() and "public" in feed["Cache-Control"]
    assert anybody.get("/cap/", headers={"If-None-Match": feed["ETag"]}).status_code == 304
    assert (
        anybody.get(
            f"/cap/{warning.code}.xml", headers={"If-Modified-Since": xml["Last-Modified"]}
        ).status_code
        == 304
    )
    page = anybody.get("/canh-bao/?lang=en").content.decode()
    assert "What to do" in page and "&lt;nhanh&gt;" in page and "Disaster risk level 3" in page
    said_json = minh.get("/api/v1/warnings").json()
    assert said_json["total"] == 1 and said_json["warnings"][0]["bulletin"]["level"] == 3
    told = list(
        IncidentLog.objects.filter(incident=case, kind="warning").values_list("fields__what", flat=True)
    )
    assert told == ["drafted", "released"]
    assert {one.payload["what"] for one in Event.objects.filter(topic="warnings.changed")} >= {
        "drafted",
        "asked",
        "released",
    }

    bulletin(level=4)
    new = posted | {"key": str(uuid4()), "why": "Bản tin nâng cấp", "headline_vi": "Lũ rất lớn tại An Hải"}
    assert minh.post(f"/warnings/{warning.code}/update/", new).status_code == 302
    update = PublicWarning.objects.get(follows=warning)
    assert (update.level, update.severity, update.kind) == (4, "Extreme", "Update")
    minh.post(f"/warnings/{update.code}/ask/", {"revision": update.revision})
    update.refresh_from_db()
    shown = hoa.get(f"/warnings/{update.code}/").content.decode()
    assert "Lũ lên nhanh tại An Hải" in shown and "Lũ rất lớn tại An Hải" in shown, (
        "what changed stands on the page"
    )
    hoa.post(f"/warnings/{update.code}/release/", {"revision": update.revision})
    warning.refresh_from_db()
    assert (warning.state, warning.ended_why) == ("ended", "updated")
    assert feed["ETag"] != anybody.get("/cap/")["ETag"]
    references = read(anybody.get(f"/cap/{update.code}.xml").content).references
    assert [one.identifier for one in references] == [warning.code]

    with connection.cursor() as db:
        db.execute(
            "delete from entities_entity where urn = %s", [urn]
        )  # a cancellation needs no bulletin any more
    minh.post(f"/warnings/{update.code}/cancel/", {"key": str(uuid4()), "reason": "Nước đã rút"})
    cancel = PublicWarning.objects.get(follows=update)
    assert (cancel.state, cancel.kind) == ("asked", "Cancel")
    hoa.post(f"/warnings/{cancel.code}/release/", {"revision": cancel.revision})
    update.refresh_from_db()
    assert (update.state, update.ended_why) == ("ended", "cancelled")
    last = read(anybody.get(f"/cap/{cancel.code}.xml").content)
    assert dict(last.infos[0].parameters)["VN-QD18-2021-capDoRuiRoThienTai"] == "4"
    assert last.infos[0].responses == ("AllClear",) and "Nước đã rút" in last.note
    assert [one.identifier for one in last.references] == [warning.code, update.code]
    assert queries.gravest_first(queries.in_force()) == []
    assert bytes(PublicWarning.objects.get(pk=warning.pk).xml) == xml.content, "the past stays as it left"
    assert anybody.get(f"/canh-bao/{warning.code}/").status_code == 200


@committed
def test_two_people_under_race_and_by_the_database(cast: Cast) -> None:
    """Release is one: of two second people one wins. The table itself refuses the one who wrote it."""
    cast.hoa.refresh_from_db()
    warning = asked(cast.minh, cast.ward_a)
    seen = warning.revision
    outcomes: list[str] = []
    begin = threading.Barrier(2)

    def press() -> None:
        mine = PublicWarning.objects.get(pk=warning.pk)
        begin.wait(timeout=30)
        try:
            releasing.release(mine, revision=seen, by=cast.hoa)
            outcomes.append("released")
        except Conflict as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    pressing = [threading.Thread(target=press) for _ in range(2)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(timeout=60)
    assert sorted(outcomes) == ["released", "warning-changed-meanwhile"]
    other = asked(cast.minh, cast.ward_a)
    for column in ("drafted_by", "changed_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicWarning.objects.filter(pk=other.pk).update(released_by=getattr(other, column))
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicWarning.objects.filter(pk=other.pk).update(state="released")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicWarning.objects.filter(pk=other.pk).update(level=4)  # without a bulletin
    with pytest.raises(Conflict) as refused:
        releasing.release(other, revision=other.revision - 1, by=cast.hoa)
    assert refused.value.code == "warning-changed-meanwhile", (
        "what was changed after it was read is not released"
    )
    back = releasing.give_back(other, revision=other.revision, reason="Thiếu hướng dẫn sơ tán", by=cast.hoa)
    assert (back.state, back.returned) == ("draft", "Thiếu hướng dẫn sơ tán")
    gone = actions.withdraw(back, revision=back.revision, reason="Không cần nữa", by=cast.minh)
    with pytest.raises(Conflict):
        actions.ask(gone, revision=gone.revision, by=cast.minh)


def test_a_ward_warns_its_own_people_only(cast: Cast, client_of: Of) -> None:
    """Drafting, seeing and releasing end at the edge of the right."""
    assert drafted(cast.lan, cast.ward_a, shapes=[]).agency == cast.office_a
    for unit in (cast.ward_b, cast.province):
        with pytest.raises(NotAllowed):
            drafted(cast.lan, unit, shapes=[])
    with pytest.raises(NotAllowed):  # the circle lies in nobody's ward: no areas are known here
        drafted(cast.lan, cast.ward_a)
    mine = asked(cast.lan, cast.ward_a, shapes=[])
    tuan, lan, dung = client_of(cast.tuan), client_of(cast.lan), client_of(cast.dung)
    assert tuan.get(f"/warnings/{mine.code}/").status_code == 404
    assert mine.code not in tuan.get("/warnings/?tab=waiting").content.decode()
    assert mine.code in lan.get("/warnings/?tab=waiting").content.decode()
    assert dung.get("/warnings/").status_code == 403
    assert lan.post(f"/warnings/{mine.code}/release/", {"revision": mine.revision}).status_code == 403
    assert (
        tuan.post(f"/warnings/{mine.code}/withdraw/", {"revision": mine.revision, "reason": "x"}).status_code
        == 404
    )
    for ward, name in ((cast.ward_a, "an hai"), (cast.ward_b, "binh minh")):
        Unit.objects.filter(pk=ward.pk).update(search_text=f"{name}\nphuong {name}")
    found = lan.get("/warnings/area/?q=binh minh").content.decode()
    assert "Phường Bình Minh" not in found, "what may not be warned is not offered"
    assert "Phường An Hải" in lan.get("/warnings/area/?q=an hai").content.decode()
    assert "Phường An Hải" in lan.get(f"/warnings/area/?add={cast.ward_a.pk}").content.decode()
    releasing.release(mine, revision=mine.revision, by=cast.minh)
    assert tuan.get(f"/warnings/{mine.code}/").status_code == 200, "what is public is public"


def test_what_lies_between_the_corners_is_warned_too(cast: Cast) -> None:
    """Far out at sea there is no ward; a shape whose corners lie there covers all those between."""
    for ward, west in ((cast.ward_a, 107.0), (cast.ward_b, 107.2)):
        box = shapely.box(west, 10.3, west + 0.2, 10.5)
        UnitArea.objects.create(
            unit=ward, wkb=shape_bytes(shapely.MultiPolygon([box])), sha256=b"x" * 32, west=west, south=10.3, east=west + 0.2,
            north=10.5, approximate=False, source="thử", imported_at=clock.now(),
        )  # fmt: skip
    own = {"kind": "circle", "lat": 10.4, "lon": 107.1, "km": 2.0}
    assert drafted(cast.lan, cast.ward_a, shapes=[own]).shapes == [own]
    far = [[10.4, 107.1], [12.0, 107.0], [10.4, 109.0], [9.0, 107.0]]
    for wide in (own | {"km": 200.0}, {"kind": "polygon", "points": far}):
        with pytest.raises(NotAllowed):
            drafted(cast.lan, cast.ward_a, shapes=[wide])


def test_it_ends_by_itself_and_keeps_its_codes(cast: Cast, client_of: Of) -> None:
    """Past its time it holds nowhere, before and after the job noted it; a merged ward keeps the code it had."""
    with clock.moved_to(clock.now() - dt.timedelta(hours=7)):
        warning = released(cast.minh, cast.hoa, cast.ward_a)
        assert queries.in_force().count() == 1
    assert queries.in_force().count() == 0
    assert "Lũ lên nhanh" in client_of(cast.hoa).get("/warnings/?tab=ended").content.decode()
    with pytest.raises(Conflict):
        releasing.ask_to_cancel(warning, reason="xong", key=uuid4(), by=cast.minh)
    end_what_expired(0)
    end_what_expired(0)
    warning.refresh_from_db()
    assert (warning.state, warning.ended_why, warning.ended_at) == ("ended", "expired", warning.expires)
    today = clock.today()
    Unit.objects.filter(pk=cast.ward_a.pk).update(valid_to=today)
    merged = Unit.objects.create(
        code="96009", level=3, kind="Phường", name="Hải Minh", full_name="Phường Hải Minh", parent=cast.province, valid_from=today
    )  # fmt: skip
    UnitChange.objects.create(from_unit=cast.ward_a, to_unit=merged, kind="merged", changed_on=today)
    page = client_of(None).get(f"/canh-bao/{warning.code}/").content.decode()
    assert "Phường An Hải" in page and "Phường Hải Minh" in page
    assert read(bytes(warning.xml)).infos[0].areas[0].geocodes == (("VN-UNIT-2025-07-01", "96001"),)
    with pytest.raises(BadRequest):
        drafted(cast.minh, cast.ward_a)


@pytest.mark.parametrize("status", ["Exercise", "Test"])
def test_what_is_not_real_says_so_everywhere(cast: Cast, client_of: Of, status: str) -> None:
    warning = released(cast.minh, cast.hoa, cast.ward_a, status=status)
    word = {"Exercise": "DIỄN TẬP", "Test": "THỬ NGHIỆM"}[status]
    message = read(bytes(warning.xml))
    assert (
        message.status == status
        and message.infos[0].headline.startswith(word)
        and "không có nguy hiểm thật" in message.note
    )
    for address in ("/cap/", "/canh-bao/", f"/canh-bao/{warning.code}/"):
        assert word in client_of(None).get(address).content.decode()
    assert word in client_of(cast.hoa).get("/warnings/").content.decode()


def test_what_is_wrong_is_refused_and_kept_in_the_form(cast: Cast, client_of: Of) -> None:
    now = clock.now()
    good = said(cast.ward_a)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"expires": now}, "warning-expires"),
        ({"expires": now + dt.timedelta(days=400)}, "warning-expires"),
        ({"onset": now + dt.timedelta(hours=7)}, "warning-onset"),
        ({"units": []}, "warning-needs-units"),
        ({"units": [10**12]}, "warning-unit-unknown"),
        ({"texts": {"en": WORDS}}, "warning-text-missing"),
        ({"texts": {"vi": Text("\u202e\u200b", "x", "y")}}, "warning-text-missing"),
        ({"texts": {"vi": replace(WORDS, headline="x" * 161)}}, "warning-too-long"),
        ({"texts": {"vi": replace(WORDS, headline="x\ny")}}, "warning-headline-lines"),
        ({"texts": {"vi": WORDS, "en": Text("only a headline")}}, "warning-text-missing"),
        ({"event": "unheard-of"}, "warning-word"),
        ({"severity": "Severe</severity>"}, "warning-word"),
        ({"shapes": [{"kind": "circle", "lat": "nan", "lon": 1, "km": 1}]}, "warning-shape"),
        ({"shapes": [{"kind": "circle", "lat": 10, "lon": 107, "km": "inf"}]}, "warning-shape"),
        ({"shapes": [{"kind": "polygon", "points": [[10, 107], [11, 107]]}]}, "warning-shape"),
        ({"bulletin": "urn:ngsi-ld:DisasterBulletin:none"}, "entity-does-not-exist"),
    ]  # fmt: skip
    for changes, code in refused:
        with pytest.raises(DothiError) as error:
            actions.draft(replace(good, **changes), key=uuid4(), by=cast.minh)
        assert error.value.code == code, changes
    assert not PublicWarning.objects.exists()
    made = drafted(
        cast.minh,
        cast.ward_a,
        texts={"vi": Text("An\u202e Hải", WORDS.description + "\r\n]]>&amp;<x/>", WORDS.instruction)},
    )
    text = made.texts.get()
    assert text.headline == "An Hải" and text.description.endswith("\n]]>&amp;<x/>")
    assert read(bytes(releasing.refuse_unsound(made))).infos[0].description == text.description
    page = client_of(cast.minh).post(
        "/warnings/new/", {"key": str(uuid4()), "headline_vi": "Chữ đã gõ", "expires": "hôm nay"}
    )
    assert page.status_code == 422 and "Chữ đã gõ" in page.content.decode()
    assert client_of(cast.minh).post("/warnings/new/", {"key": "x"}).status_code == 422


@committed
def test_what_the_bulletin_says_now_is_what_is_released(cast: Cast) -> None:
    """A level that changed, or a bulletin that is over, stops the release; a person cannot type another level."""
    urn = bulletin(level=3)
    warning = asked(cast.minh, cast.ward_a, bulletin=urn, severity="Minor")
    assert (warning.level, warning.severity) == (3, "Severe")
    bulletin(level=4)
    with pytest.raises(Conflict) as refused:
        releasing.release(warning, revision=warning.revision, by=cast.hoa)
    assert refused.value.code == "warning-bulletin-changed"
    again = actions.change(warning, said(cast.ward_a, bulletin=urn), revision=warning.revision, by=cast.minh)
    again = actions.ask(again, revision=again.revision, by=cast.minh)
    bulletin(level=4, status="ended")
    with pytest.raises(Conflict) as refused:
        releasing.release(again, revision=again.revision, by=cast.hoa)
    assert refused.value.code == "warning-bulletin-over" and again.level == 4
    bulletin(level=4, origin=Origin.SIMULATED)
    with pytest.raises(BadRequest) as simulated:
        drafted(cast.minh, cast.ward_a, bulletin=urn)
    assert simulated.value.code == "warning-bulletin-simulated", (
        "nothing invented stands behind an actual warning"
    )
    assert drafted(cast.minh, cast.ward_a, bulletin=urn, status="Exercise").level == 4


def test_sms_lengths() -> None:
    assert [sms_parts("ă" * count) for count in (0, 70, 71, 134, 135)] == [1, 1, 2, 2, 3]
    assert [sms_parts("a" * count) for count in (0, 160, 161, 306, 307)] == [1, 1, 2, 2, 3]
    assert [sms_parts("€" * count) for count in (80, 81)] == [1, 2]  # two places each


@pytest.mark.parametrize(
    ("kind", "severity", "event", "grave"),
    [
        ("emergency.fire-house", "critical", "fire", "Extreme"),
        ("disaster.flooding", "medium", "inundation", "Moderate"),
        ("other", "low", "other", "Minor"),
    ],
)
def test_a_draft_begins_with_what_the_case_says(
    cast: Cast, client_of: Of, kind: str, severity: str, event: str, grave: str
) -> None:
    case = incidents.open_incident(
        title="Cháy <lớn>", kind="other", severity=severity, unit_id=cast.ward_a.pk, by=cast.minh
    )
    case.kind = kind  # of a pack that this test has not loaded
    case.save(update_fields=["kind"])
    form = client_of(cast.minh).get(f"/warnings/new/?case={case.code}").context["form"]
    assert (form.initial["event"], form.initial["severity"]) == (event, grave)
    assert form.initial["headline_vi"] == "Cháy <lớn>"
