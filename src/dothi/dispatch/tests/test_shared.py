"""Lists that desks share: drawn once for all who may see the same, never for another, and new as soon as a row of theirs is."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client

from dothi.accounts import actions as people
from dothi.accounts.models import Person, RoleGrant
from dothi.calls import queries as calls
from dothi.calls.models import Call
from dothi.calls.tests.exchange import AT, Desks, desks, rings, told
from dothi.dispatch import queries, stamps
from dothi.dispatch.shared import Shelf
from dothi.forces.models import Assignment, CheckIn, Force
from dothi.forces.workflow import State
from dothi.incidents import actions as incidents
from dothi.incidents import queries as cases
from dothi.incidents.models import Incident, Status
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.testing.cast import SINCE, Cast
from dothi.kernel.testing.statements import asked_of

HERE = (107.0843, 10.3460)
ROOMS = ("calls_", "incidents_", "forces_")
in_one_transaction = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)


class Screen:
    """One open desk: what its page is sent, and what it shows after that."""

    def __init__(self, browser: Client) -> None:
        self._browser = browser
        self.shown: dict[str, str] = {}
        self._marks: dict[str, str] = {}

    def renew(self, *names: str, **state: str) -> dict[str, str]:
        """Asks as the page does; returns the parts that were sent."""
        have = ",".join(f"{name}:{self._marks[name]}" for name in names if name in self._marks)
        asked = state | {"want": ",".join(names), "have": have}
        answer = self._browser.get("/desk/parts/", asked).json()
        self._marks |= answer["marks"]
        self.shown |= answer["parts"]
        return dict(answer["parts"])

    def codes(self, kind: str) -> set[str]:
        """Of the calls (`CG`) or cases (`VV`) that stand in the queue and the cases."""
        return set(re.findall(rf"{kind}-\d{{4}}-\d{{6}}", self.shown["queue"] + self.shown["cases"]))


def _case(by: Person, number: int, **where: Any) -> Incident:
    return incidents.open_incident(
        title=f"Cháy {number}", kind="fire", severity="high", by=by, lon=HERE[0], lat=HERE[1], **where
    )


def _sent(case: Incident, agency: Any, sign: str = "114-X-1") -> Assignment:
    unit = Force.objects.create(
        call_sign=sign, name="x", kind="fire-engine", service="114", agency=agency, capabilities=["pump"],
        state=State.ON_SCENE.value, state_since=clock.now(),
    )  # fmt: skip
    return Assignment.objects.create(incident=case, force=unit, alerted_at=clock.now())


@pytest.fixture
def city(cast: Cast) -> Desks:
    """Two wards with a dispatcher each, three agencies, the centre and a leader; a call and a case of each."""
    for person, ward in ((cast.lan, cast.ward_a), (cast.tuan, cast.ward_b)):
        people.grant_role(person, "dispatcher", by=None, valid_from=SINCE, unit=ward)
    found = desks(cast)
    for number, (ward, agency) in enumerate(
        [(cast.ward_a, cast.office_a), (cast.ward_b, cast.office_b), (cast.ward_a, found.fire), (cast.ward_b, found.medical)]
    ):  # fmt: skip
        _case(cast.minh, number, unit_id=ward.pk, agency_id=agency.pk)
        for kind in ("ringing", "abandoned"):
            call = rings(number_dialled="114" if number % 2 else "115", caller_number=f"09010000{number}1")
            Call.objects.filter(pk=call.pk).update(unit=ward, state=kind)
    return found


def _everybody(cast: Cast, city: Desks) -> list[Person]:
    return [cast.minh, cast.lan, cast.tuan, city.phong, city.yen, city.an, cast.hoa]


def _assert_own_rows(person: Person, screen: Screen) -> None:
    """Just the rows that the rooms themselves give this person, asked without anything kept."""
    person = Person.objects.get(pk=person.pk)
    scope = person.scope("calls.view")
    rows = [*calls.ringing(scope), *calls.missed(scope)]
    assert screen.codes("CG") == {one.code for one in rows}, person
    open_ = cases.visible(person.scope("incidents.view")).exclude(status=Status.CLOSED)
    assert screen.codes("VV") == {one.code for one in open_}, person
    numbers = person.scope("calls.person")
    for one in rows:
        seen = bool(numbers) and calls.visible(numbers).filter(pk=one.pk).exists()
        assert (one.caller_number in screen.shown["queue"]) == seen, person


@in_one_transaction
def test_nobody_is_shown_what_was_drawn_for_somebody_else(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    screens = {one.username: Screen(client_of(one)) for one in _everybody(cast, city)}
    seen = set()
    for one in (
        *_everybody(cast, city),
        *reversed(_everybody(cast, city)),
    ):  # the second time all is kept already
        screens[one.username].renew("queue", "cases")
        _assert_own_rows(one, screens[one.username])
        seen.add(frozenset(screens[one.username].codes("CG") | screens[one.username].codes("VV")))
    assert len(seen) >= 4, "the people of this test see different things"


@in_one_transaction
def test_a_right_that_is_given_or_ended_holds_at_the_next_question(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    tuan, centre = Screen(client_of(cast.tuan)), Screen(client_of(cast.minh))
    for screen in (tuan, centre):
        screen.renew("queue", "cases")
    before = tuan.codes("VV")
    given = people.grant_role(cast.tuan, "dispatcher", by=None, valid_from=SINCE)
    tuan.renew("queue", "cases")
    _assert_own_rows(cast.tuan, tuan)
    assert tuan.codes("VV") == centre.codes("VV") > before
    people.end_grant(given, by=None)
    tuan.renew("queue", "cases")
    _assert_own_rows(cast.tuan, tuan)
    assert tuan.codes("VV") == before
    RoleGrant.objects.filter(person=cast.tuan).update(valid_to=SINCE)
    assert client_of(cast.tuan).get("/desk/parts/", {"want": "queue,cases"}).status_code == 403
    assert client_of(cast.tuan).get("/desk/map.json").status_code == 403


@in_one_transaction
def test_the_map_too_shows_each_only_their_own(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    for number, (ward, agency) in enumerate([(cast.ward_a, city.fire), (cast.ward_b, city.medical)]):
        Force.objects.create(
            call_sign=f"X-{number}", name="x", kind="fire-engine", service="114", agency=agency, unit=ward,
            capabilities=["pump"], state=State.AVAILABLE.value, state_since=clock.now(), home_lon=HERE[0], home_lat=HERE[1],
        )  # fmt: skip
    for one in (*_everybody(cast, city), *_everybody(cast, city)):
        told = client_of(one).get("/desk/map.json").json()
        units = queries.within(one.scope("forces.view"))
        assert {row["id"] for row in told["units"]} == {unit.call_sign for unit in units}, one
        open_ = cases.visible(one.scope("incidents.view")).exclude(status=Status.CLOSED)
        assert {row["id"] for row in told["cases"]} == {case.code for case in open_}, one
        again = client_of(one).get("/desk/map.json", {"have": told["mark"]}).json()
        assert again == {"mark": told["mark"], "call": None}


@in_one_transaction
def test_a_call_that_only_its_taker_may_see_is_shown_to_nobody_else(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    """Taken, hung up before it was answered, and placed in another ward under another agency: it follows its taker."""
    call = rings()
    Call.objects.filter(pk=call.pk).update(
        taken_by=cast.lan, state=Call.State.ABANDONED, unit=cast.ward_b, agency=cast.office_b, line=None
    )
    other, _ = people.invite_person(
        "mai", "Mai", agency=cast.office_a, kind="operational", password="Mai-2026-an-hai-xx", temporary=False, by=None
    )  # fmt: skip
    for role in ("ward-officer", "dispatcher"):
        people.grant_role(other, role, by=None, valid_from=SINCE, unit=cast.ward_a)
    for person, sees in ((other, False), (cast.lan, True), (other, False), (cast.lan, True)):
        screen = Screen(client_of(person))
        screen.renew("queue", "cases")
        assert (call.code in screen.codes("CG")) is sees, person


@in_one_transaction
def test_what_stands_on_one_desk_is_marked_there_alone(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    minh, hoa = Screen(client_of(cast.minh)), Screen(client_of(cast.hoa))
    case = Incident.objects.order_by("pk").first()
    assert case is not None
    minh.renew("cases", case=case.code)
    hoa.renew("cases")
    assert f'aria-current="true" id="case-{case.code}"' in minh.shown["cases"]
    assert "aria-current" not in hoa.shown["cases"]


@in_one_transaction
def test_a_desk_is_not_sent_again_what_it_shows(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    screen = Screen(client_of(cast.minh))
    assert set(screen.renew("queue", "cases", "forces")) == {"queue", "cases", "forces"}
    assert screen.renew("queue", "cases", "forces") == {}
    case = Incident.objects.order_by("pk").first()
    assert case is not None
    incidents.add_note(case, "chỉ là ghi chú", by=cast.minh)
    assert screen.renew("queue", "cases", "forces") == {}, "a note stands in no list"
    _sent(case, city.fire)
    with clock.moved_to(clock.now() + dt.timedelta(seconds=40)):
        assert set(screen.renew("queue", "cases", "forces")) == {"cases"}
    with clock.moved_to(clock.now() + dt.timedelta(seconds=75)):
        assert screen.renew("cases") == {}, "time alone goes on in the page"


@in_one_transaction
def test_another_desk_of_the_same_rights_costs_no_drawing(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    """One stamp for each shared list, one's own three lists – however long the lists are."""
    first, second = client_of(cast.minh), client_of(cast.minh)
    asked = {"want": "queue,cases"}
    second.get("/desk/parts/", asked)
    case = Incident.objects.order_by("pk").first()
    assert case is not None
    _sent(case, city.fire)
    with asked_of(*ROOMS) as drawing:
        drawn = first.get("/desk/parts/", asked).json()
    with asked_of(*ROOMS) as reading:
        assert second.get("/desk/parts/", asked).json() == drawn
    assert len(reading) == 5 < len(drawing), [sql[:80] for sql in reading]


@in_one_transaction
def test_each_reads_it_in_their_own_language(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    words = {"vi": t("dispatch-missed", "vi"), "en": t("dispatch-missed", "en")}
    for one, other in (("vi", "en"), ("en", "vi"), ("vi", "en")):
        browser = client_of(cast.minh)
        browser.cookies["django_language"] = one
        queue = browser.get("/desk/parts/", {"want": "queue"}).json()["parts"]["queue"]
        assert words[one] in queue and words[other] not in queue


@in_one_transaction
def test_a_crew_that_falls_silent_is_late_on_every_desk_without_any_change_of_a_row(
    city: Desks, cast: Cast, client_of: Callable[[Any], Client]
) -> None:
    screen, case = Screen(client_of(cast.minh)), Incident.objects.order_by("pk").first()
    assert case is not None
    went = _sent(case, city.fire)
    CheckIn.objects.create(assignment=went, due_at=clock.now() + dt.timedelta(seconds=2), every_s=600)
    screen.renew("cases")
    assert "data-late" not in screen.shown["cases"]
    with clock.moved_to(clock.now() + dt.timedelta(seconds=3)):
        screen.renew("cases")
    assert "data-late" in screen.shown["cases"]


@pytest.fixture
def elsewhere(db: None) -> Iterator[psycopg.Connection]:
    """Another process, as the database sees it."""
    asked = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with psycopg.connect(**asked) as other:
        yield other


_CHANGES = {
    "cases": [
        "update incidents_incident set title = 'Đổi tên'",
        "update incidents_incident set status = 'working' where id = (select min(id) from incidents_incident)",
        "update forces_force set call_sign = 'Z-9'",
        "update forces_assignment set acknowledged_at = now()",
        "update forces_assignment set ended_at = now(), ended_as = 'declined', ended_reason = 'hỏng'",
        "update forces_check_in set due_at = due_at + interval '1 day'",
        "update territory_unit set full_name = full_name || '!'",
        "update calls_call set incident_id = (select min(id) from incidents_incident)",
        "delete from forces_check_in",
    ],
    "waiting": [
        "update calls_call set state = 'answered', answered_at = now() where id = (select min(id) from calls_call)",
        "update calls_call set caller_number = '0987654321'",
        "update calls_call set returned_at = now() where state = 'abandoned'",
        "update calls_line set service = '999'",
    ],
    "places": [
        "update forces_force set state = 'resting'",
        "update forces_force set ended_at = now()",
        "update incidents_incident set lon = 107.1",
    ],
}  # fmt: skip


@committed
@pytest.mark.parametrize(("name", "change"), [(name, one) for name, all_ in _CHANGES.items() for one in all_])
def test_what_another_process_changes_is_another_stamp_at_once(
    name: str, change: str, city: Desks, cast: Cast, elsewhere: psycopg.Connection
) -> None:
    case = Incident.objects.order_by("pk").first()
    assert case is not None
    CheckIn.objects.create(assignment=_sent(case, city.fire), due_at=clock.now(), every_s=60)
    stood = stamps.of(name)
    assert stamps.of(name) == stood
    elsewhere.execute(change)  # type: ignore[arg-type]
    assert stamps.of(name) == stood, "the draft of another"
    elsewhere.commit()
    assert stamps.of(name) != stood


@committed
def test_a_change_by_another_process_is_on_the_desk_at_the_next_question(
    city: Desks, cast: Cast, elsewhere: psycopg.Connection, client_of: Callable[[Any], Client]
) -> None:
    """Also of two that are committed in the other order than they were begun."""
    screen = Screen(client_of(cast.minh))
    screen.renew("queue", "cases")
    first, second = list(Incident.objects.order_by("pk"))[:2]
    elsewhere.execute("update incidents_incident set title = 'Muộn' where id = %s", [first.pk])
    Incident.objects.filter(pk=second.pk).update(title="Sớm")
    screen.renew("cases")
    assert "Sớm" in screen.shown["cases"] and "Muộn" not in screen.shown["cases"]
    elsewhere.commit()
    assert set(screen.renew("queue", "cases")) == {"cases"}
    assert "Muộn" in screen.shown["cases"]
    answered = told("ringing", "c9")
    screen.renew("queue")
    assert answered.code in screen.shown["queue"]
    elsewhere.execute(
        "update calls_call set state = 'ended', answered_at = %s, wrapped_at = %s where id = %s",
        [AT, AT, answered.pk],
    )
    elsewhere.commit()
    screen.renew("queue")
    assert answered.code not in screen.shown["queue"]


@in_one_transaction
@pytest.mark.parametrize(("rows_change", "most"), [(False, 1), (True, 2)])
def test_of_many_who_ask_at_once_one_draws(rows_change: bool, most: int) -> None:
    """Where rows change between their stamps, whoever asked before the second drawing began is content with that."""
    shelf: Shelf[str] = Shelf(4)
    drawn, together = [], threading.Barrier(8)

    def draw() -> str:
        drawn.append(1)
        threading.Event().wait(0.3)
        return "một"

    def ask(number: int) -> str:
        together.wait()
        return shelf.read("key", number if rows_change else 0, draw)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(8))) == {"một"}
    assert len(drawn) <= most
    assert shelf.read("key", "later", lambda: "hai") == "hai"
    assert shelf.read("other", "later", lambda: "ba") == "ba"


@committed
def test_what_is_drawn_of_a_draft_is_for_its_own_stamp_alone() -> None:
    shelf: Shelf[str] = Shelf(4)
    waiting, drawing = threading.Event(), threading.Event()

    def draft() -> str:
        drawing.set()
        waiting.wait(5)
        return "nháp"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            asked = pool.submit(lambda: (drawing.wait(5), shelf.read("key", "as it is", lambda: "thật"))[1])
            threading.Timer(0.3, waiting.set).start()
            assert shelf.read("key", "my draft", draft) == "nháp"
        assert asked.result(5) == "thật"


@in_one_transaction
def test_a_drawing_that_fails_is_kept_for_nobody() -> None:
    shelf: Shelf[str] = Shelf(1)

    def fails() -> str:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        shelf.read("key", 1, fails)
    assert shelf.read("key", 1, lambda: "gut") == "gut"
    assert shelf.read("key", 1, fails) == "gut"
    assert shelf.read("second", 1, lambda: "b") == "b"
    assert shelf.read("key", 1, lambda: "anew") == "anew", "the one that was asked for longest ago made room"
