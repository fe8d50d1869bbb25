"""Procedures of packs: taken in versions, begun with the case, walked step by step, and named when a case is closed without them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from dothi.incidents import actions, procedures, queries, walking
from dothi.incidents.models import Incident, IncidentLog, IncidentStep, Procedure
from dothi.incidents.tests.test_incidents import raised, signed_in
from dothi.incidents.workflow import State
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.models import Event
from dothi.kernel.pack_contents import Told
from dothi.kernel.testing.cast import Cast
from dothi.kernel.testing.statements import asked_of
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED

pytestmark = pytest.mark.django_db


def sop(**changes: Any) -> dict[str, Any]:
    return {
        "code": "smoke",
        "valid_from": dt.date(2026, 1, 1),
        "name": {"vi": "Khi có khói", "en": "When there is smoke"},
        "rules": ["aqi-hour-unhealthy"],
        "categories": ["air"],
        "source": "test",
        "certainty": "D",
        "step": [
            {"do": {"vi": "Gọi", "en": "Call"}, "who": "duty-officer", "within": "30m"},
            {"do": {"vi": "Rửa đường", "en": "Wash"}, "optional": True},
            {"do": {"vi": "Ghi nguyên nhân", "en": "Write the cause"}},
        ],
        **changes,
    }


def told(*tables: dict[str, Any], pack: str = "air") -> Told:
    return Told(pack, "1.0.0", {}, {"sops/x.toml": {"sop": list(tables)}})


def load(*tables: dict[str, Any]) -> list[str]:
    return procedures.load(told(*tables), None)


@pytest.fixture
def incident(cast: Cast) -> Incident:
    load(sop())
    return actions.open_from_alarm(raised(cast), by=cast.minh)[0]


def steps(incident: Incident) -> list[IncidentStep]:
    return queries.walks_of(incident)[0].steps


def test_loading_makes_versions_and_overwrites_nothing() -> None:
    assert load(sop()) == ["smoke"]
    load(sop())
    assert [(one.version, one.withdrawn) for one in Procedure.objects.all()] == [(1, False)]
    load(sop(name={"vi": "Khói", "en": "Smoke"}))
    assert [one.name_en for one in procedures.in_force()] == ["Smoke"]
    load(sop())  # back again is the next version
    assert [one.version for one in procedures.in_force()] == [3]
    load()
    assert procedures.in_force() == []
    load(sop())
    assert [one.version for one in procedures.in_force()] == [4]


def test_opening_asks_no_more_for_more_procedures_and_more_steps(cast: Cast) -> None:
    def statements() -> int:
        with asked_of("incidents_", "accounts_agency") as asked:
            case = actions.open_incident(
                title=f"{clock.now()}", kind="air.air", severity="low", by=cast.minh, unit_id=cast.ward_a.pk
            )
        kinds = list(case.log.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["opened"] + ["procedure"] * case.procedures.count()
        told = (
            Event.objects.filter(payload__incident=case.code).order_by("pk").values_list("topic", flat=True)
        )
        assert list(told) == ["incidents.updated"] * case.procedures.count() + ["incidents.opened"]
        return len(asked)

    load(sop())
    statements()
    few = statements()
    steps = [{"do": {"vi": f"Bước {n}", "en": f"Step {n}"}, "who": "ward-officer"} for n in range(20)]
    load(*(sop(code=code, step=steps) for code in ("a", "b", "c")))
    statements()
    assert Incident.objects.latest("pk").procedures.count() == 3
    assert statements() == few + 1  # who the commune's committee is, asked once


def test_the_one_whose_day_has_come_is_in_force() -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    load(sop(), sop(valid_from=tomorrow, name={"vi": "Mới", "en": "New"}))
    assert [one.name_en for one in procedures.in_force()] == ["When there is smoke"]
    assert [one.name_en for one in procedures.in_force(tomorrow)] == ["New"]


def test_a_step_is_for_a_role_that_is_known() -> None:
    assert list(procedures.check(told(sop()))) == []
    wrong = sop(step=[{"do": {"vi": "a", "en": "b"}, "who": "wizard"}])
    (fault,) = procedures.check(told(wrong))
    assert (fault.file, fault.path, fault.key) == (
        "sops/x.toml", ("sop", 0, "step", 0, "who"), "incidents-check-who",
    )  # fmt: skip


def test_a_case_of_an_alarm_begins_with_the_procedure_of_its_rule(incident: Incident, cast: Cast) -> None:
    (walk,) = queries.walks_of(incident)
    assert (walk.row.procedure.code, walk.row.begun_by, walk.settled) == ("smoke", cast.minh, 0)
    first, second, third = walk.steps
    assert first.due_at == walk.row.begun_at + dt.timedelta(minutes=30)
    assert (second.due_at, second.optional, third.number, walk.next) == (None, True, 3, first)
    assert IncidentLog.objects.filter(incident=incident, kind="procedure").count() == 1


def test_a_case_of_a_category_begins_with_the_procedure_of_that_or_one_above(cast: Cast) -> None:
    load_pack(SHIPPED / "environment", by=None)
    case = actions.open_incident(
        title="Đốt rác", kind="environment.air-burning", severity="low", unit_id=cast.ward_a.pk, by=cast.minh
    )
    assert [walk.row.procedure.code for walk in queries.walks_of(case)] == ["air-unhealthy"]
    procedures.load(told(sop(rules=[], code="above"), pack="environment"), None)
    assert [one.code for one in procedures.fitting(kind="environment.air-burning")] == ["above"]
    assert procedures.fitting(kind="fire") == []


def test_a_later_version_leaves_a_case_that_has_begun_as_it_is(incident: Incident, cast: Cast) -> None:
    load(sop(step=[{"do": {"vi": "Khác", "en": "Other"}}]))
    assert [step.do_en for step in steps(incident)] == ["Call", "Wash", "Write the cause"]
    with pytest.raises(Conflict, match="incident-procedure-already"):
        walking.begin(incident, procedures.in_force()[0], by=cast.minh)


def test_a_step_is_settled_once_and_every_turn_is_a_line(incident: Incident, cast: Cast) -> None:
    first, second, _third = steps(incident)
    walking.do_step(first, note="đã gọi", by=cast.lan)
    with pytest.raises(Conflict, match="incident-step-settled") as caught:
        walking.do_step(first, by=cast.minh)
    assert caught.value.fields["by"] == str(cast.lan)
    with pytest.raises(BadRequest, match="incident-step-needs-reason"):
        walking.skip_step(second, reason=" ", by=cast.minh)
    walking.skip_step(second, reason="trời mưa", by=cast.minh)
    with pytest.raises(BadRequest, match="incident-step-needs-reason"):
        walking.reopen_step(first, reason="", by=cast.minh)
    walking.reopen_step(first, reason="gọi nhầm số", by=cast.minh)
    with pytest.raises(Conflict, match="incident-step-open-already"):
        walking.reopen_step(first, reason="x", by=cast.minh)
    lines = queries.log(incident).filter(kind="step")
    assert [(line.fields["what"], line.text) for line in lines] == [
        ("done", "đã gọi"), ("skipped", "trời mưa"), ("reopened", "gọi nhầm số"),
    ]  # fmt: skip


def test_a_mandatory_step_is_not_skipped(incident: Incident, cast: Cast) -> None:
    with pytest.raises(BadRequest, match="incident-step-not-optional"):
        walking.skip_step(steps(incident)[0], reason="x", by=cast.minh)


def test_closing_names_the_mandatory_steps_that_are_left(incident: Incident, cast: Cast) -> None:
    first, _second, third = steps(incident)
    walking.do_step(first, by=cast.minh)
    close = {"to": State.CLOSED, "expected": State.NEW, "reason": "hết khói", "by": cast.minh}
    with pytest.raises(Conflict, match="incident-steps-left"):
        actions.change_state(incident, **close)
    with pytest.raises(Conflict, match="incident-steps-left"):  # somebody who saw another page
        actions.change_state(incident, **close, leaving=[first.pk])
    actions.change_state(incident, **close, leaving=[third.pk])
    line = queries.log(incident).filter(kind="status").get()
    assert [one["number"] for one in line.fields["undone"]] == [3]
    with pytest.raises(Conflict, match="incident-is-closed-for-steps"):
        walking.do_step(third, by=cast.minh)


def page(client: Client, incident: Incident) -> str:
    return client.get(f"/incidents/{incident.code}/").content.decode()


def test_the_page_walks_it_by_hand_and_by_key(incident: Incident, cast: Cast) -> None:
    minh = signed_in(cast.minh)
    shown = page(minh, incident)
    for word in ("Khi có khói", "Gọi", "Trực ban", "Không bắt buộc", 'data-key="KeyD"', "0 trên 3 bước"):
        assert word in shown
    first, second, third = steps(incident)
    base = f"/incidents/{incident.code}/steps"
    minh.post(f"{base}/{first.pk}/done/", {"reason": "đã gọi 3 nơi"})
    minh.post(f"{base}/{second.pk}/skip/", {"reason": "trời mưa"})
    shown = page(minh, incident)
    assert "đã gọi 3 nơi" in shown and "trời mưa" in shown and "2 trên 3 bước" in shown
    assert f'name="leaving" value="{third.pk}"' in shown
    minh.post(f"{base}/{first.pk}/reopen/", {"reason": "nhầm"})
    assert "1 trên 3 bước" in page(minh, incident)
    minh.post(
        f"/incidents/{incident.code}/state/",
        {"from": "new", "to": "closed", "reason": "hết", "leaving": f"{first.pk},{third.pk}"},
    )
    incident.refresh_from_db()
    assert not incident.is_open
    assert "Còn 2 bước bắt buộc chưa làm" in page(minh, incident)


def test_another_procedure_is_begun_by_hand(incident: Incident, cast: Cast) -> None:
    load(sop(), sop(code="more", rules=[], name={"vi": "Thêm", "en": "More"}))
    minh = signed_in(cast.minh)
    (offered,) = queries.possible_procedures(incident)
    minh.post(f"/incidents/{incident.code}/procedures/", {"procedure": offered.pk})
    assert [walk.row.procedure.code for walk in queries.walks_of(incident)] == ["smoke", "more"]
    minh.post(f"/incidents/{incident.code}/procedures/", {"procedure": offered.pk})
    assert len(queries.walks_of(incident)) == 2


def test_steps_are_walked_by_those_who_work_there(incident: Incident, cast: Cast) -> None:
    path = f"/incidents/{incident.code}/steps/{steps(incident)[0].pk}/done/"
    assert signed_in(cast.tuan).post(path).status_code == 404  # another ward
    assert signed_in(cast.hoa).post(path).status_code == 403  # sees, and does not work
    assert signed_in(cast.lan).post(path).status_code == 302
    other = actions.open_from_alarm(raised(cast, 8), by=cast.minh)[0]
    with pytest.raises(NotFound):
        queries.get_step(other, steps(incident)[0].pk)


def test_the_page_as_known_before_shows_the_steps_as_they_were(incident: Incident, cast: Cast) -> None:
    (walk,) = queries.walks_of(incident, clock.now())
    assert [step.state for step in walk.steps] == ["open", "open", "open"]
    assert queries.walks_of(incident, incident.opened_at - dt.timedelta(hours=1)) == []


def test_categories_of_packs_are_offered_beside_the_ten(cast: Cast) -> None:
    load_pack(SHIPPED / "environment", by=None)
    minh = signed_in(cast.minh)
    shown = minh.get("/incidents/open/").content.decode()
    assert '<optgroup label="Môi trường">' in shown and 'value="environment.air-burning"' in shown
    form = {"title": "Khói", "kind": "environment.air-burning", "severity": "low", "unit": cast.ward_a.pk}
    answer = minh.post("/incidents/open/", form)
    assert "Đốt rác, đốt rơm rạ ngoài trời" in minh.get(answer.url).content.decode()
