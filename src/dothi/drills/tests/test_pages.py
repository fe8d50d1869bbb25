"""The screens of drills: who may, what is asked for, what a score says, the record as files."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from dothi.accounts.actions import grant_role
from dothi.drills import actions, queries, running, shown
from dothi.drills.models import Drill, Play
from dothi.drills.paper import paper_of
from dothi.incidents.tests.test_incidents import signed_in
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.models import Event
from dothi.kernel.retention import forget_all
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.packs.drill import KINDS, drills_of
from dothi.packs.folder import SHIPPED, read_pack
from dothi.packs.tests.shipped import load_shipped

FIRE = "emergency/high-rise-fire"
State = Drill.State


@pytest.fixture
def packs(cast: Cast) -> None:
    load_shipped("emergency")


def made(cast: Cast, name: str = "chay", **more: Any) -> Drill:
    row = actions.make(name, FIRE, by=cast.minh)
    Drill.objects.filter(pk=row.pk).update(**more)
    row.refresh_from_db()
    return row


SCORE = {
    "began_at": "2026-11-23T02:00:00+00:00", "taken_at": "2026-11-23T02:10:00+00:00", "took_part": {"dispatcher": 2},
    "counts": {"calls": 2, "cases": 1, "units": 1, "warnings": 0},
    "figures": [
        {
            "target": {
                "code": "nghe-may", "measure": "answer", "limit": 15.0, "share": 90, "role": "dispatcher", "of": [],
                "valid_from": "2026-07-01", "source": "NENA", "certainty": "S2",
            },
            "n": 2, "kept": 1, "share": 50.0, "met": False, "half": 9.0, "worst": 40.0, "waiting": 0,
            "roles": {"dispatcher": [1, 2]}, "desks": {"ioc": [1, 1], "": [0, 1]},
            "readings": [
                {"subject": "CG-1", "value": 9.0, "at": "2026-11-23T02:00:09+00:00", "role": "dispatcher", "desk": "ioc", "waiting": False, "kept": True},
                {"subject": "CG-2", "value": 40.0, "at": "2026-11-23T02:01:40+00:00", "role": "dispatcher", "desk": "", "waiting": False, "kept": False},
            ],
        }
    ],
}  # fmt: skip


@pytest.mark.django_db
def test_who_runs_drills_asks_for_one_on_the_screen(cast: Cast, packs: None) -> None:
    minh = signed_in(cast.minh)
    assert "/drills/make/" in minh.get("/drills/").content.decode()
    assert "Cháy nhà cao tầng" in minh.get("/drills/make/").content.decode()
    answer = minh.post("/drills/make/", {"name": "chay-1", "scenario": FIRE, "pace": "2"})
    assert answer.url == "/drills/chay-1/"
    row = Drill.objects.get()
    assert (row.state, row.pace, row.scenario, row.made_by) == ("making", 2.0, FIRE, cast.minh)
    assert row.plan["tree"]["target"][0]["valid_from"] == "2026-07-01"
    assert queries.plan_in(row.plan).key == FIRE
    assert "Đang tạo bản sao" in minh.get("/drills/chay-1/").content.decode()


@pytest.mark.django_db
def test_without_the_right_nothing_is_seen_or_done(cast: Cast, packs: None) -> None:
    made(cast)
    for path in (
        "/drills/",
        "/drills/chay/",
        "/drills/chay/part/",
        "/drills/chay/readings.csv",
        "/drills/chay/score.json",
    ):
        assert signed_in(cast.dung).get(path).status_code == 403, path
    assert signed_in(cast.lan).post("/drills/chay/do/end/").status_code == 403
    for act in (actions.play, actions.pause, actions.end):
        with pytest.raises(NotAllowed):
            act(Drill.objects.get(), by=cast.dung)
    with pytest.raises(NotAllowed):
        actions.make("x", FIRE, by=cast.dung)


@pytest.mark.django_db
def test_a_drill_is_found_by_everybody_of_its_maker_s_area_and_by_nobody_else(
    cast: Cast, packs: None
) -> None:
    """Also where the maker's agency stands above the area, as a centre does that serves some wards."""
    for person, area in ((cast.dung, cast.ward_a), (cast.lan, cast.ward_a), (cast.tuan, cast.ward_b)):
        grant_role(person, "duty-officer", unit=area, by=None, valid_from=SINCE)
    actions.make("chay", FIRE, by=cast.dung)
    for person, status in ((cast.dung, 200), (cast.lan, 200), (cast.minh, 200), (cast.tuan, 404)):
        assert signed_in(person).get("/drills/chay/").status_code == status, person.username


@pytest.mark.django_db
def test_what_cannot_be_is_refused_with_the_reason(cast: Cast, packs: None) -> None:
    made(cast)
    with pytest.raises(Conflict, match="drill-name-taken"):
        actions.make("chay", FIRE, by=cast.minh)
    with pytest.raises(BadRequest, match="drill-name"):
        actions.make("../chay", FIRE, by=cast.minh)
    with pytest.raises(BadRequest, match="drill-name"):
        actions.make("rows", FIRE, by=cast.minh)  # an address of this room
    with pytest.raises(BadRequest, match="drill-pace"):
        actions.make("chay-2", FIRE, pace=float("nan"), by=cast.minh)
    with pytest.raises(NotFound, match="drill-scenario"):
        actions.make("chay-2", "emergency/none", by=cast.minh)
    answer = signed_in(cast.minh).post("/drills/make/", {"name": "chay", "scenario": FIRE, "pace": "1"})
    assert answer.status_code == 422
    for name in ("chay-2", "chay-3"):
        actions.make(name, FIRE, by=cast.minh)
    with pytest.raises(Conflict, match="drill-too-many"):
        actions.make("chay-4", FIRE, by=cast.minh)


@pytest.mark.django_db
def test_its_course_is_one_way_and_two_who_end_it_end_it_once(cast: Cast, packs: None) -> None:
    row = made(cast, state=State.READY)
    actions.play(row, by=cast.minh)
    actions.pause(row, by=cast.minh)
    first = row.started_at
    actions.play(row, by=cast.minh)
    assert row.started_at == first
    assert Event.objects.filter(topic="drills.begun").count() == 1
    stale = Drill.objects.get(pk=row.pk)
    actions.end(row, by=cast.minh)
    with pytest.raises(Conflict, match="drill-state"):
        actions.end(stale, by=cast.minh)
    running._end(row, {"score": SCORE})
    row.refresh_from_db()
    assert (row.state, row.score["took_part"], row.port) == ("ended", {"dispatcher": 2}, None)
    assert Event.objects.filter(topic="drills.ended").count() == 1


@pytest.mark.django_db
def test_a_score_shows_target_result_source_and_the_minute(cast: Cast, packs: None) -> None:
    made(cast, state=State.ENDED, ended_at=clock.now(), score=SCORE)
    made(cast, "chay-2", state=State.ENDED, ended_at=clock.now(), score=SCORE)
    text = signed_in(cast.minh).get("/drills/chay-2/").content.decode()
    for word in (
        "≤ 15 s, 90 %",
        "1/2",
        "Không đạt",
        'NENA <span class="tag">Nguồn thứ cấp',
        "CG-2",
        "40 s",
        "09:01:40",
        "Điều phối viên (2)",
        "Trung tâm IOC <strong",
    ):
        assert word in text, word
    assert "/drills/chay/" in text  # the earlier one of the same scenario
    assert "0/1" in signed_in(cast.minh).get("/drills/").content.decode()


@pytest.mark.django_db
def test_the_record_as_files(cast: Cast, packs: None) -> None:
    made(cast, state=State.ENDED, ended_at=clock.now(), score=SCORE)
    minh = signed_in(cast.minh)
    lines = minh.get("/drills/chay/readings.csv").content.decode("utf-8-sig").splitlines()
    assert (
        lines[2] == f"chay,{FIRE},nghe-may,answer,15.0,90,CG-2,40.0,2026-11-23T02:01:40+00:00,dispatcher,,no"
    )
    assert minh.get("/drills/chay/score.json").json()["score"] == SCORE


@pytest.mark.django_db
def test_the_report_is_printed_and_says_that_it_was_a_drill(cast: Cast, packs: None) -> None:
    made(
        cast, state=State.ENDED, started_at=clock.now(), ended_at=clock.now(), ended_by=cast.minh, score=SCORE
    )
    answer = signed_in(cast.minh).get("/drills/chay/report.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    paper = paper_of(Drill.objects.get(), "Lê Văn Minh", 8)
    text = repr(paper.sections)
    for word in (
        "Cháy nhà cao tầng",
        "≤ 15 s, 90 %",
        "1/2",
        "Không đạt",
        "CG-2",
        "40 s",
        "09:01:40",
        "Trung tâm IOC",
    ):
        assert word in text, word
    assert "KHÔNG PHẢI VIỆC THẬT" in paper.mark
    assert paper.signers[0][1] == cast.minh.full_name
    assert "Lê Văn Minh" not in text, "the score names roles and desks"
    assert signed_in(cast.dung).get("/drills/chay/report.pdf").status_code == 403


@pytest.mark.django_db
def test_whoever_leads_reads_every_step_of_the_timeline(cast: Cast) -> None:
    """Of every kind that the drills of this system have."""
    seen = set()
    for pack in ("emergency", "disaster", "ict"):
        for plan in drills_of(read_pack(SHIPPED / pack)):
            for one in plan.steps:
                told = shown.step(one)
                assert told["text"], one
                assert told["who"], one
                seen.add(told["kind"])
    assert {f"drills-kind-{kind}" for kind in KINDS} == seen


@pytest.mark.django_db
def test_a_drill_that_nobody_ended_is_ended_after_its_dated_time(cast: Cast, packs: None) -> None:
    old = clock.now() - dt.timedelta(days=4)
    made(cast, state=State.PLAYING, made_at=old)
    made(cast, "hong", state=State.FAILED, made_at=old)
    made(cast, "moi", state=State.PLAYING)
    assert forget_all()["drill-open"] == 2
    assert dict(Drill.objects.values_list("name", "state")) == {
        "chay": "ending",
        "hong": "ended",
        "moi": "playing",
    }
    assert forget_all()["drill-open"] == 0


@pytest.mark.django_db
def test_the_copy_goes_after_its_dated_time_and_the_score_stays(
    cast: Cast, packs: None, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dothi.drills.retention.folder_of", lambda name: tmp_path / name)
    ended = clock.now() - dt.timedelta(days=2)
    made(cast, state=State.ENDED, ended_at=ended, score=SCORE)
    made(cast, "moi", state=State.ENDED, ended_at=clock.now(), score=SCORE)
    for name in ("chay", "moi"):
        (tmp_path / name / "postgres").mkdir(parents=True)
    assert forget_all()["drill-copy"] == 1
    assert [one.name for one in tmp_path.iterdir()] == ["moi"]
    row = Drill.objects.get(name="chay")
    assert row.removed_at is not None
    assert row.score == SCORE


@pytest.mark.django_db
def test_what_the_exercise_control_said_stands_inside_the_drill(cast: Cast, packs: None) -> None:
    row = made(cast)
    assert queries.injects() == []
    Play.objects.create(plan=row.plan)
    assert queries.injects() == []
