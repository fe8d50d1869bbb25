"""Protocol cards: what answers change is data; a card has its versions, and a category without one gets that of the one above."""

from __future__ import annotations

import pytest

from dothi.calls import actions
from dothi.calls.models import Call
from dothi.calls.tests.exchange import desks, rings
from dothi.calls.understanding import cards
from dothi.calls.understanding.duplicates import near, surges
from dothi.calls.understanding.models import ProtocolCard
from dothi.calls.understanding.places import find_address
from dothi.calls.understanding.streets import keep
from dothi.kernel import clock
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import put_in_force
from dothi.packs.folder import SHIPPED, PackFolder, pack_of, read_pack

STROKE = [
    {"code": "hours", "ask": {}, "kind": "number", "when": [{"at_least": 2, "severity": "high", "services": ["115"]}]},
    {
        "code": "awake",
        "ask": {},
        "kind": "yes-no",
        "when": [{"answer": "no", "severity": "critical", "category": "p.x", "capabilities": ["a"], "advice": {"vi": "v", "en": "e"}}],
    },
]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "severity", "kind", "advice"),
    [
        ({}, "", "", 0),
        ({"hours": "1,5"}, "", "", 0),
        ({"hours": "2"}, "high", "", 0),
        ({"hours": 7, "awake": "no"}, "critical", "p.x", 1),
        ({"awake": False, "hours": "nan or so"}, "critical", "p.x", 1),
        ({"awake": None}, "", "", 0),  # skipped
        ({"awake": "yes", "unknown": "no"}, "", "", 0),
    ],
)
def test_what_answers_change(answers: dict, severity: str, kind: str, advice: int) -> None:
    found = cards.judged(STROKE, answers)
    assert (found.severity, found.kind, len(found.advice)) == (severity, kind, advice)


def shipped(**changed: str) -> PackFolder:
    """The words and cards of the shipped pack; `changed`: texts in place of others."""
    texts = dict(read_pack(SHIPPED / "emergency").texts)
    for old, new in changed.items():
        texts["protocols/medical.toml"] = texts["protocols/medical.toml"].replace(old, new)
    return pack_of("emergency", texts)


def test_every_card_of_the_pack_is_short_and_says_that_nobody_approved_it() -> None:
    rows = [
        row
        for name, tree in shipped().trees.items()
        if name.startswith("protocols/")
        for row in tree["protocol"]
    ]
    assert len(rows) >= 20
    assert all(1 <= len(row["question"]) <= 7 and row["certainty"] in "MD" for row in rows)
    assert not any("approved_by" in row for row in rows)


@pytest.mark.django_db
def test_a_card_keeps_its_versions() -> None:
    put_in_force(shipped(), by=None)
    first = cards.card_for("emergency.medical-stroke")
    assert first is not None and (first.code, first.version) == ("medical-stroke", 1)
    assert cards.card_for("emergency.medical-allergy").code == "medical-breathing"
    assert (
        cards.card_for("emergency.order-theft").code == "violence"
    )  # nobody wrote one: the card of what is above
    assert cards.card_for("emergency.public-road") is None
    assert cards.card_for("fire") is None

    put_in_force(shipped(Lần="Hồi"), by=None)
    assert cards.card_for("emergency.medical-stroke").version == 2
    assert cards.card_of("medical-stroke", 1).questions[0]["ask"]["vi"].startswith("Lần")
    assert ProtocolCard.objects.filter(code="drowning").count() == 1  # what did not change has no new version
    drawn = cards.shown(first)
    assert drawn["questions"][0]["must"] and drawn["advice"] and not drawn["approved_by"]

    keep({"Đường 30 tháng 4": [[(107.1, 10.37), (107.12, 10.39)]]}, "test")
    (street,) = find_address("quốc lộ 51A")  # as it was called: the pack knows
    assert street.name == "Đường 30 tháng 4" and "[M]" in street.why


@pytest.mark.django_db
def test_a_second_call_about_a_fire_is_told_of_its_case_and_attached_by_nobody(cast: Cast) -> None:
    city = desks(cast)
    first, second = rings(), rings(caller_number="0907654321")
    for call, lon in ((first, 107.0800), (second, 107.0815)):
        actions.take(call, by=city.phong)
        actions.place(
            call, lon=lon, lat=10.35, source="map", accuracy_m=50, address="12 Lê Lợi", by=city.phong
        )
        call.refresh_from_db()
        actions.decide_kind(call, kind="fire", severity="high", by=city.phong)
        call.refresh_from_db()
    scope = city.phong.scope("incidents.view")
    assert near(second, scope) == []
    case = actions.open_case(first, by=city.phong)
    (found,) = near(second, scope)
    assert (found.incident, found.calls) == (case, 1) and 150 < found.metres < 180  # type: ignore[operator]
    assert len(found.why) == 3 and all("{" not in why for why in found.why)
    second.refresh_from_db()
    assert second.incident is None
    assert near(second, city.an.scope("incidents.view")) == []  # the police do not see that case
    first.refresh_from_db()
    assert near(first, scope) == []  # it has its case

    more = [rings(caller_number=f"090111222{n}") for n in range(2)]
    for call in more:
        Call.objects.filter(pk=call.pk).update(
            lon=107.081, lat=10.35, place_source="map", received_at=clock.now()
        )
    Call.objects.filter(pk=second.pk).update(received_at=clock.now())
    (group,) = surges(city.phong.scope("calls.view"))
    assert {call.pk for call in group} == {second.pk, *(call.pk for call in more)}
