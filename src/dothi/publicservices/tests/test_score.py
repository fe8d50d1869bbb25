"""Figures of the score from dossiers: by hand, by increments, behind each its rows; nobody sees what lies outside their scope."""

from __future__ import annotations

import random
from contextlib import closing
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from dothi.kernel import clock
from dothi.kernel.errors import BadRequest
from dothi.kernel.permissions import Grant, Scope
from dothi.kernel.testing.cast import Cast
from dothi.publicservices.models import Dossier, Feed
from dothi.publicservices.score import book, computing, official, periods, reading, showing
from dothi.publicservices.score.curves import Count
from dothi.publicservices.score.models import Cell, OfficialScore, Scheme, ScoreTerm, Touched
from dothi.publicservices.score.reading import Asked
from dothi.publicservices.tests.counted import at, dossier, feed, procedure

pytestmark = pytest.mark.django_db
EVERYWHERE = Scope((Grant(None, None),))
OCTOBER = at("2026-11-20")


def asked(period: str = "2026-09", scope: Scope = EVERYWHERE, **more: Any) -> Asked:
    return Asked(scope, periods.read(period, clock.today()), **more)


def counts(of: Asked, scheme: str = Scheme.INDEX) -> dict[str, Count]:
    return reading.whole(of, book.in_force(scheme, of.day))


def shown(of: Asked, code: str) -> showing.Shown:
    return showing.Shown(book.get(code, of.day), counts(of, book.get(code, of.day).row.scheme)[code])


def test_on_time_by_hand() -> None:
    """Of six of September: two on time, one late, one that goes on and still has time at the end of the period, one that goes on and had not,
    one that was refused at the door and counts nowhere. One of August is not among them."""
    done = {"state": "done", "handled_at": "2026-09-10", "ends_at": "2026-09-10"}
    dossier("2026-09-01", on_time=True, **done)
    dossier("2026-09-02", on_time=True, **done)
    dossier("2026-09-03", on_time=False, **done)
    dossier("2026-09-28", due_at="2026-10-05")
    dossier("2026-09-04", due_at="2026-09-20")
    dossier("2026-09-05", state="refused", on_time=True, ends_at="2026-09-05")
    dossier("2026-08-31", on_time=True, **done)
    computing.compute_all()
    with clock.stopped_at(OCTOBER):
        found = shown(asked(), "qd-766-on-time")
        assert found.count == Count(3, 5)
        assert found.points == Decimal("12.00")  # 20 x 3/5
        quarter = shown(asked("2026-Q3"), "qd-766-on-time")
    assert quarter.count == Count(4, 6)  # the end of September is the end of the quarter, too


def test_what_goes_on_is_judged_at_the_end_of_each_period() -> None:
    """Received in July and due in August: on time in July's figure, late in the quarter's."""
    dossier("2026-07-20", due_at="2026-08-10")
    computing.compute_all()
    with clock.stopped_at(OCTOBER):
        assert shown(asked("2026-07"), "qd-766-on-time").count == Count(1, 1)
        assert shown(asked("2026-Q3"), "qd-766-on-time").count == Count(0, 1)


def test_what_is_not_fed_stays_out_of_the_sum() -> None:
    """The system tells nothing of electronic results: no figure, neither 0 nor full. It tells of payment for one of two."""
    handled = {"state": "done", "handled_at": "2026-09-10", "ends_at": "2026-09-10", "on_time": True}
    dossier("2026-09-01", fee=10_000, paid_online=True, **handled)
    dossier("2026-09-01", fee=10_000, **handled)
    computing.compute_all()
    result, paid = shown(asked(), "qd-766-e-result"), shown(asked(), "qd-766-paid-online")
    assert (result.count, result.points, result.gap) == (Count(0, 0, 2), None, "not-fed")
    assert (paid.count, paid.points) == (Count(1, 1, 1), Decimal("6.00"))
    assert paid.between_told == "3 – 6"
    groups = showing.groups(book.in_force(Scheme.INDEX, asked().day), counts(asked()))
    whole = showing.whole(groups)
    assert whole.most == 100
    assert whole.possible < 100 - result.row.max_points
    assert (
        shown(asked(), "qd-766-petitions-on-time").gap == "no-source"
    )  # full only if a source says that there is none


def test_a_period_without_dossiers_has_no_figure() -> None:
    computing.compute_all()
    assert shown(asked("2026-02"), "qd-766-on-time").gap == "empty"


def test_plan_69_by_hand(cast: Cast) -> None:
    """Four targets, four denominators, over the same ten dossiers: eight handled (seven of them online by a partial or full service), four
    received at the desk (three digitised whole)."""
    partial, none = procedure("1.000001", online_level="partial"), procedure("1.000002", online_level="none")
    handled = {"state": "returned", "handled_at": "2026-09-20", "ends_at": "2026-09-20"}
    papers = {"total_papers": 3, "digitised_papers": 3, "e_result": True}
    for _ in range(6):
        dossier("2026-09-01", channel="online", procedure=partial, **handled, **papers)
    dossier(
        "2026-08-30", channel="online", procedure=partial, **handled, **papers
    )  # received in August, handled in September
    dossier("2026-09-02", procedure=none, procedure_code="1.000002", **handled, **papers)
    dossier("2026-09-03", channel="post", total_papers=2, digitised_papers=2)
    dossier("2026-09-04", total_papers=2, digitised_papers=2)
    dossier("2026-09-05", total_papers=2, digitised_papers=1)
    computing.compute_all()
    online = shown(asked(), "kh-69-online")
    assert (online.count, online.reached) == (Count(7, 8), False)  # 87.5 % of those HANDLED
    desk = shown(asked(), "kh-69-digitised")
    assert (desk.count, desk.reached) == (Count(3, 4), False)  # 75 % of those RECEIVED at the desk
    assert (shown(asked(), "kh-69-satisfied").gap, shown(asked(), "kh-69-informed").gap) == (
        "empty",
        "no-source",
    )


def test_satisfaction_is_read_from_the_facts_of_surveys(cast: Cast) -> None:
    """Of seven who answered five were satisfied; with four answers nothing is shown."""
    procedure("1.000001")
    _answers(cast, "1.000001", 5, 7)
    found = shown(asked(), "kh-69-satisfied")
    assert (found.count, found.reached) == (Count(5, 7), False)
    few = shown(asked(agency_id=cast.office_b.pk), "kh-69-satisfied")
    assert few.count.den == 0
    elsewhere = Scope((Grant(frozenset({cast.ward_b.pk}), None),))
    assert shown(asked(scope=elsewhere), "kh-69-satisfied").gap == "empty"


def _answers(cast: Cast, service: str, satisfied: int, judged: int) -> None:
    """At a counter, as surveys would have kept them; this room reads their view by its name alone."""
    from dothi.surveys.models import Answer, Poster
    from dothi.surveys.tests.course import drawn_up

    survey = drawn_up(cast, "mot-cua", "visit")
    poster = Poster.objects.create(
        code="quay-1", survey=survey.code, label="Quầy 1", service=service, agency=cast.office_a, unit=cast.ward_a, made_at=at("2026-09-01")
    )  # fmt: skip
    for place in range(judged):
        Answer.objects.create(
            survey=survey, poster=poster, service=service, agency=cast.office_a, unit=cast.ward_a, served_at=at("2026-09-05"),
            answered_at=at("2026-09-05"), changed_at=at("2026-09-05"), voice=str(place), satisfied=place < satisfied, values={}, texts={}, origin=0,
        )  # fmt: skip


def test_procedures_by_hand() -> None:
    """Four procedures: three with an online service (0.75 of 0.8: 1.875 points), two of them used online (2 of 3)."""
    procedure("1.1", online_level="full")
    procedure("1.2", online_level="partial")
    procedure("1.3", online_level="full")
    procedure("1.4", online_level="none")
    for code, channel in (("1.1", "online"), ("1.2", "online"), ("1.2", "direct"), ("1.4", "direct")):
        dossier("2026-09-01", procedure_code=code, channel=channel)
    computing.compute_all()
    assert shown(asked(), "qd-766-online-share").points == Decimal("1.88")
    used = shown(asked(), "qd-766-online-used")
    assert (used.count, used.points) == (Count(2, 3), Decimal("2.67"))
    assert shown(asked(), "nd-224-a").count == Count(2, 4)


def test_deadlines_of_publishing_are_working_days() -> None:
    """A text in force on Monday 20 July 2026: five working days before are Monday 13 July, over a weekend."""
    due = dt_date("2026-07-20")
    procedure("1.1", basis_effective_on=due, decided_at=at("2026-07-13"))
    procedure("1.2", basis_effective_on=due, decided_at=at("2026-07-14"))
    procedure("1.3", basis_effective_on=due)
    computing.compute_all()
    assert shown(asked("2026-07"), "qd-766-publish-on-time").count == Count(1, 2, 1)


def dt_date(text: str) -> Any:
    return at(text).date()


# cells


def test_increments_give_what_all_anew_gives(cast: Cast) -> None:
    """Random dossiers are made, changed, moved to another agency, month and procedure, and deleted, a step after each few."""
    choose = random.Random(8)
    agencies, units = [cast.office_a.pk, cast.office_b.pk, None], [cast.ward_a.pk, cast.ward_b.pk, None]
    levels = {code: procedure(code, online_level=level) for code, level in (("1.1", "full"), ("1.2", "none"))}
    feed()

    def some() -> dict[str, Any]:
        code = choose.choice(["1.1", "1.2"])
        handled = choose.choice([None, at(f"2026-{choose.randrange(7, 11):02d}-28")])
        flag = [None, True, False]
        return {
            "procedure_code": code, "procedure": levels[code], "agency_id": choose.choice(agencies), "unit_id": choose.choice(units),
            "received_at": at(f"2026-{choose.randrange(7, 10):02d}-{choose.randrange(1, 28):02d}"), "handled_at": handled, "ends_at": handled,
            "state": "done" if handled else choose.choice(["handling", "refused", "waiting"]), "channel": choose.choice(["direct", "online", "post"]),
            "on_time": choose.choice([True, False]) if handled else None, "fee": choose.choice([0, 5000]), "paid_online": choose.choice(flag),
            "e_result": choose.choice(flag), "total_papers": choose.choice([None, 0, 4]), "digitised_papers": choose.choice([None, 0, 4]),
            "population_data": choose.choice(flag), "sync_state": choose.choice(["none", "synced", "failed"]), "due_at": at("2026-09-15"),
        }  # fmt: skip

    computing.compute_all()
    for _ in range(12):
        for _ in range(choose.randrange(1, 8)):
            row = some()
            dossier("2026-07-01", **{**row, "received_at": row["received_at"].isoformat()[:16]})
        rows = list(Dossier.objects.values_list("pk", flat=True))
        for pk in choose.sample(rows, min(3, len(rows))):
            Dossier.objects.filter(pk=pk).update(**some())
        Dossier.objects.filter(pk__in=choose.sample(rows, min(1, len(rows)))).delete()
        computing.compute_touched()
    assert not Touched.objects.exists()
    stepwise = _cells()
    assert len(stepwise) > 20
    computing.compute_all()
    assert stepwise == _cells()


def _cells() -> list[tuple[Any, ...]]:
    columns = [field.attname for field in Cell._meta.fields if field.attname != "id"]
    rows = Cell.objects.values_list(*columns)
    return sorted(tuple(map(repr, row)) for row in rows)


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_not_skipped() -> None:
    """Another's change is under way while a step runs, and commits after it: the next step has it."""
    book.ensure_terms()
    slow, quick = dossier("2026-08-01"), dossier("2026-09-01")
    computing.compute_all()
    other = psycopg.connect(
        **connection.get_connection_params() | {"autocommit": False, "cursor_factory": psycopg.Cursor}
    )
    with closing(other):
        other.execute("update publicservices_dossier set channel = 'online' where id = %s", [slow.pk])
        Dossier.objects.filter(pk=quick.pk).update(channel="online")
        assert computing.compute_touched() == 1
        other.commit()
    assert shown(asked("2026-08"), "qd-766-online-dossiers").count == Count(0, 1)
    assert computing.compute_touched() == 1
    for month in ("2026-08", "2026-09"):
        assert shown(asked(month), "qd-766-online-dossiers").count == Count(1, 1)


def test_a_step_makes_only_what_was_touched_anew(cast: Cast) -> None:
    for month in (7, 8, 9):
        dossier(f"2026-{month:02d}-10", agency=cast.office_a, unit=cast.ward_a)
    computing.compute_all()
    before = {row.month: row.pk for row in Cell.objects.all()}
    assert computing.compute_touched() == 0  # nothing changed
    Dossier.objects.filter(received_at__month=8).update(channel="online")
    assert computing.compute_touched() == 1
    after = {row.month: row.pk for row in Cell.objects.all()}
    assert [month.month for month in before if before[month] != after[month]] == [8]


def test_another_formula_makes_all_anew() -> None:
    dossier("2026-09-01", channel="post")
    computing.compute_all()
    old = book.get("qd-766-online-dossiers", asked().day).row
    ScoreTerm.objects.create(
        **{
            field.attname: getattr(old, field.attname) for field in ScoreTerm._meta.fields if field.attname not in ("id", "valid_from", "numerator")
        },
        valid_from=dt_date("2026-09-15"), numerator="channel <> 'direct'",
    )  # fmt: skip
    assert computing.compute_touched() >= 1
    assert shown(asked("2026-09"), "qd-766-online-dossiers").count == Count(1, 1)
    dossier("2026-08-01", channel="post")
    computing.compute_touched()
    assert shown(asked("2026-08"), "qd-766-online-dossiers").count == Count(0, 1)  # by the formula of then


def test_a_formula_with_a_word_that_is_not_allowed_is_refused() -> None:
    row = ScoreTerm.objects.get(code="qd-766-online-dossiers")
    for numerator in (
        "pg_sleep(9)",
        "channel = 'online' or phone_mark = 'x'",
        "1 = 1; drop table x",
        "fee / 0 > 1",
    ):
        row.numerator = numerator
        with pytest.raises(BadRequest):
            book.formula_of(row)


# the rows behind


def test_the_list_behind_each_term_has_as_many_rows_as_were_counted(cast: Cast) -> None:
    choose = random.Random(9)
    level = procedure("1.1", online_level="full")
    for _ in range(60):
        handled = choose.choice([None, "2026-09-25"])
        flag = [None, True, False]
        dossier(
            f"2026-09-{choose.randrange(1, 25):02d}", procedure_code="1.1", procedure=choose.choice([level, None]), channel=choose.choice(["direct", "online"]),
            agency=choose.choice([cast.office_a, cast.office_b]), unit=cast.ward_a, handled_at=handled, ends_at=handled,
            state="done" if handled else choose.choice(["handling", "refused"]), on_time=choose.choice([True, False]) if handled else None,
            due_at=choose.choice([None, "2026-09-20", "2026-10-20"]), fee=choose.choice([0, 9]), paid_online=choose.choice(flag),
            e_result=choose.choice(flag), certified_copy=choose.choice(flag), reused_data=choose.choice(flag), stored_for_citizen=choose.choice(flag),
            population_data=choose.choice(flag), sync_state=choose.choice(["none", "synced"]), total_papers=choose.choice([None, 2]),
            digitised_papers=choose.choice([None, 1, 2]),
        )  # fmt: skip
    computing.compute_all()
    looked = 0
    with clock.stopped_at(OCTOBER):
        for scheme in Scheme.values:
            for of in (asked(), asked(agency_id=cast.office_a.pk)):
                found = counts(of, scheme)
                for one in book.in_force(scheme, of.day):
                    if one.row.over != "dossier" or one.row.numerator_of:
                        continue
                    sides = {side: reading.behind(of, one, side).count() for side in reading.SIDES}
                    count = found[one.code]
                    assert (sides["numerator"], sides["denominator"], sides["unknown"]) == (
                        count.num,
                        count.den,
                        count.unknown,
                    ), one.code
                    assert sides["missing"] == count.missing, one.code
                    looked += count.num > 0
    assert looked >= 20


# who sees what, and the screens


def page(cast: Cast, who: Any, path: str) -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return str(answer.text)


@pytest.fixture
def two_wards(cast: Cast) -> Cast:
    done = {"state": "done", "handled_at": "2026-09-10", "ends_at": "2026-09-10"}
    procedure("1.000001", online_level="full")
    for place in range(4):
        dossier(
            "2026-09-01", code=f"A-{place}", agency=cast.office_a, unit=cast.ward_a, on_time=place > 0, **done
        )
    for place in range(3):
        dossier(
            "2026-09-01", code=f"B-{place}", agency=cast.office_b, unit=cast.ward_b, on_time=False, **done
        )
    computing.compute_all()
    return cast


def test_a_ward_reads_its_own_figures(two_wards: Cast) -> None:
    lan = page(two_wards, two_wards.lan, "/dossiers/score/qd-766-on-time/?period=2026-09")
    minh = page(two_wards, two_wards.minh, "/dossiers/score/qd-766-on-time/?period=2026-09")
    assert "75 %" in lan
    assert "42,86 %" in minh  # 3 of 7
    assert "B-" not in page(
        two_wards, two_wards.lan, "/dossiers/score/qd-766-on-time/rows/?period=2026-09&side=missing"
    )
    listed = page(
        two_wards, two_wards.minh, "/dossiers/score/qd-766-on-time/rows/?period=2026-09&side=missing"
    )
    assert all(code in listed for code in ("A-0", "B-0", "B-1", "B-2"))
    assert "A-1" not in listed


def test_the_page_says_what_it_is(two_wards: Cast) -> None:
    text = page(two_wards, two_wards.minh, "/dossiers/score/?period=2026-09")
    assert "Ước tính" in text
    assert "Không có số liệu: chưa có nguồn" in text
    assert "UBND phường Bình Minh" in text  # where the points lie
    assert "Sinh ra để thử tải" not in text
    for scheme in Scheme.values:
        page(two_wards, two_wards.minh, f"/dossiers/score/?period=2026-Q3&scheme={scheme}")
    assert "Không có công thức" in page(two_wards, two_wards.minh, "/dossiers/score/?period=2020")
    client = Client()
    client.force_login(two_wards.minh)
    assert client.get("/dossiers/score/?period=bay-gio").status_code == 400
    assert client.get("/dossiers/score/khong-co/").status_code == 404


def test_figures_of_generated_dossiers_stand_apart(two_wards: Cast) -> None:
    """Beside live dossiers what was made for load counts nowhere; alone it is shown, and every page says what it is."""
    made = feed("sinh-thu", generated=True)
    dossier(
        "2026-09-01",
        feed=made,
        generated=True,
        agency=two_wards.office_a,
        unit=two_wards.ward_a,
        on_time=True,
        ends_at="2026-09-02",
    )
    computing.compute_touched()
    text = page(two_wards, two_wards.minh, "/dossiers/score/qd-766-on-time/?period=2026-09")
    assert "42,86 %" in text
    Dossier.objects.filter(generated=False).delete()
    Feed.objects.filter(generated=False).delete()
    computing.compute_touched()
    text = page(two_wards, two_wards.minh, "/dossiers/score/qd-766-on-time/?period=2026-09")
    assert "100 %" in text
    assert "Số liệu sinh ra để thử tải" in text


def test_simulated_dossiers_count_in_a_demo_city_alone_and_the_page_says_so(
    two_wards: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier(
        "2026-09-01",
        code="S-1",
        agency=two_wards.office_a,
        unit=two_wards.ward_a,
        on_time=True,
        ends_at="2026-09-02",
        origin=2,
    )
    computing.compute_touched()
    path = "/dossiers/score/qd-766-on-time/?period=2026-09"
    monkeypatch.setenv("DOTHI_DEMO", "no")
    assert "Mô phỏng" not in (real := page(two_wards, two_wards.minh, path))
    assert "42,86 %" in real
    monkeypatch.setenv("DOTHI_DEMO", "yes")
    assert "Mô phỏng" in (demo := page(two_wards, two_wards.minh, path))
    assert "50 %" in demo  # 4 of 8


# official scores


def test_an_official_score_stands_beside_ours(two_wards: Cast) -> None:
    client = Client()
    client.force_login(two_wards.vy)
    form = {
        "key": "7a6b2f2e-6f0e-4c55-9a2e-0f5d8b6b1f10", "period": "2026-09", "points": "81,25", "source": "dichvucong.gov.vn", "read_on": "2026-11-01",
    }  # fmt: skip
    with clock.stopped_at(OCTOBER):
        for _ in range(2):
            client.post("/dossiers/score/official/", form)
        row = OfficialScore.objects.get()
        assert (row.points, row.by) == (Decimal("81.25"), two_wards.vy)
        assert "81,25" in page(two_wards, two_wards.minh, "/dossiers/score/?period=2026-09")
        for wrong in (
            {"points": "101"},
            {"points": "nan"},
            {"source": " "},
            {"read_on": "2027-01-01"},
            {"period": "x"},
            {"key": "y"},
        ):
            client.post(
                "/dossiers/score/official/", {**form, "key": "0f0f0f0f-6f0e-4c55-9a2e-0f5d8b6b1f10", **wrong}
            )
        assert OfficialScore.objects.count() == 1
        with pytest.raises(BadRequest):
            official.enter(
                "2026-09",
                "19",
                source="x",
                read_on=at("2026-11-01").date(),
                key=row.key,
                by=None,
                group="openness",
            )


def test_the_triggers_note_each_cell_once_for_a_statement() -> None:
    Touched.objects.all().delete()
    dossier("2026-09-01", handled_at="2026-10-02")
    assert sorted(Touched.objects.values_list("basis", "month")) == [
        ("handled", dt_date("2026-10-01")),
        ("received", dt_date("2026-09-01")),
    ]
    with connection.cursor() as cursor:
        cursor.execute("update publicservices_dossier set received_at = received_at - interval '1 month'")
    assert Touched.objects.filter(basis="received", month=dt_date("2026-08-01")).count() == 1
