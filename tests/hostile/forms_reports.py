"""Forms of reports: a citizen's, which nobody signs in for, and the officers'."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from dothi.accounts import actions as people
from dothi.incidents.actions import open_incident
from dothi.incidents.models import Incident
from dothi.kernel import clock
from dothi.reports import actions
from dothi.reports.actions.receiving import Received, Spot
from dothi.reports.desk.linking import link
from dothi.reports.desk.models import AnswerTemplate
from dothi.reports.email.models import Mail, Mailbox
from dothi.reports.identity.vault import contact_of
from dothi.reports.models import Competence, Extension, Pause, Report
from dothi.reports.plates.models import Plate
from dothi.reports.ruling.forms import HandlingForm
from dothi.reports.tests.course import drawn
from dothi.tasks.working_time import Deadline
from dothi.territory.models import UnitArea

from .city import City, in_force
from .form import Case

KEY, PLATES, PHONE_KEY = str(uuid4()), str(uuid4()), str(uuid4())
KEYS: list[str] = []  # of an app that hands in reports, issued once
LEAK = "urban-services.water-leak"


def _received(city: City) -> Received:
    in_force("urban-services")
    return actions.receive(
        text="Vỡ ống nước",
        category=LEAK,
        spot=Spot(words="12 Trần Phú"),
        door="web",
        contact=contact_of(phone="0903000111"),
    )


def _new(city: City) -> str:
    in_force("urban-services")
    return "/phan-anh/moi/"


class _Own:
    """The reporter's link to an answered report, made once."""

    def __init__(self) -> None:
        self.token = ""

    def path(self, city: City) -> str:
        if not self.token:
            report, self.token = _received(city)
            actions.give(report, city.cast.environment, by=city.cast.minh)
            actions.answer(report, "Đã sửa", by=city.cast.nga)
            actions.publish(report, by=city.cast.minh)
        return f"/phan-anh/cua-toi/{self.token}/"


def _open311(city: City) -> str:
    in_force("urban-services")
    if not KEYS:
        KEYS.append(people.issue_key("app", kind="reports", by=None)[1])
    return "/open311/v2/requests.json"


class _Standing:
    """One report of a case, made once."""

    def __init__(self) -> None:
        self.code = ""

    def path(self, rest: str):  # type: ignore[no-untyped-def]
        def of(city: City) -> str:
            if not Report.objects.filter(code=self.code).exists():
                self.code = _received(city).report.code
            return f"/reports/{self.code}/{rest}/"

        return of


class _Taken(_Standing):
    """The same, with an agency."""

    def path(self, rest: str):  # type: ignore[no-untyped-def]
        def of(city: City) -> str:
            if not Report.objects.filter(code=self.code).exists():
                report = _received(city).report
                actions.give(report, city.cast.environment, by=city.cast.minh)
                self.code = report.code
            return f"/reports/{self.code}/{rest}/"

        return of


class _Asked:
    """More time was asked for."""

    def __init__(self) -> None:
        self.made: Extension | None = None

    def address(self, city: City) -> str:
        if self.made is None:
            report = _received(city).report
            actions.give(report, city.cast.environment, by=city.cast.minh)
            until = Deadline(report.due_at + dt.timedelta(days=3))
            self.made = actions.ask_more_time(report, until=until, reason="x", by=city.cast.nga)
        return f"/reports/{self.made.report.code}/more-time/{self.made.pk}/"


def _worked_on(city: City) -> Report:
    report = _received(city).report
    actions.give(report, city.cast.environment, by=city.cast.minh)
    return actions.take(report, by=city.cast.nga)


class _PauseAsked:
    """A rest was asked for that the desk decides."""

    def __init__(self) -> None:
        self.made: Pause | None = None

    def address(self, city: City) -> str:
        if self.made is None:
            told = {"days": 2, "text": "x", "by": city.cast.nga}
            self.made = actions.ask_pause(_worked_on(city), "contractor", **told)
        return f"/reports/{self.made.report.code}/pause/{self.made.pk}/"


class _Working:
    """A report that its agency works on, made once."""

    def __init__(self) -> None:
        self.code = ""

    def pause(self, city: City) -> str:
        if not Report.objects.filter(code=self.code).exists():
            self.code = _worked_on(city).code
        return f"/reports/{self.code}/pause/"


def _case(city: City) -> str:
    row = Incident.objects.filter(title="một ca").first() or open_incident(
        title="một ca", kind="other", severity="low", by=city.cast.minh, unit_id=city.cast.ward_a.pk
    )
    return row.code


def _to_link(city: City) -> str:
    """A report, and the case that it is linked to."""
    _case(city)
    return f"/reports/{_received(city).report.code}/link/"


def _linked(city: City) -> str:
    row = link(_received(city).report, _case(city), by=city.cast.minh)
    return f"/reports/{row.report.code}/link/{row.pk}/end/"


def _waiting(city: City) -> str:
    found = Report.objects.filter(state="new").values_list("code", flat=True).first()
    return found or _received(city).report.code


def _ground(city: City) -> str:
    """An area around the place of the plates."""
    if not UnitArea.objects.filter(unit=city.cast.ward_b).exists():
        drawn(city.cast.ward_b, 105.0, 15.0, 105.1, 15.1)
    return "/reports/plates/"


def _plate_ends(city: City) -> str:
    row = Plate.objects.filter(place="x").first() or Plate.objects.create(
        key=uuid4(), code="ABCD2345", place="x", lon=105.05, lat=15.05, unit=city.cast.ward_b,
        agency=city.cast.centre, valid_from=dt.date(2026, 1, 1), made_at=clock.now(),
    )  # fmt: skip
    return f"/reports/plates/{row.pk}/end/"


def _template_ends(city: City) -> str:
    row, _ = AnswerTemplate.objects.get_or_create(
        agency=city.cast.environment, code="y", valid_from=dt.date(2026, 1, 1),
        defaults={"kind": "answer", "name": "x", "text": "x", "source": "x", "certainty": "D"},
    )  # fmt: skip
    return f"/reports/templates/{row.pk}/end/"


def _mailbox(city: City) -> Mailbox:
    """One that nobody reads: it lies inside."""
    in_force("urban-services")
    row, _ = Mailbox.objects.get_or_create(
        code="x", defaults={"name": "x", "address": "x@example.vn", "host": "127.0.0.1", "username": "x", "password": "", "category": LEAK,
                            "agency": city.cast.centre, "since": clock.now(), "changed_at": clock.now(), "stopped_at": clock.now()},
    )  # fmt: skip
    return row


def _new_mailbox(city: City) -> str:
    """Its letters go to a category of a pack."""
    in_force("urban-services")
    return "/reports/mailboxes/new/"


def _letter(city: City) -> str:
    """A letter that waits."""
    row, _ = Mail.objects.get_or_create(
        mailbox=_mailbox(city), digest="x" * 64,
        defaults={"uid": 1, "state": "aside", "why": "spam", "text": "Vỡ ống nước", "sent_at": clock.now(), "recorded_at": clock.now()},
    )  # fmt: skip
    return f"/reports/mail/{row.pk}/"


def _describes(city: City) -> dict[str, object]:
    return {
        "code": "y", "name": "x", "address": "y@example.vn", "host": "imap.example.vn", "port": 993, "security": "tls", "username": "x",
        "password": "x", "folder": "INBOX", "category": LEAK, "agency": city.cast.centre.pk,
    }  # fmt: skip


class _OwnPlace:
    """The reporter's link to a report without a position, made once."""

    def __init__(self) -> None:
        self.token = ""

    def path(self, city: City) -> str:
        if not self.token:
            _ground(city)
            self.token = _received(city).token
        return f"/phan-anh/cua-toi/{self.token}/noi/"


HERE = {"lat": "15.05", "lon": "105.05", "accuracy": "10", "place": "x"}


def _day(ahead: int) -> str:
    return (clock.today() + dt.timedelta(days=ahead)).isoformat()


def _dated() -> dict[str, str]:
    return {"valid_from": _day(1), "source": "x", "certainty": "D", "reason": "x"}


def _competence(city: City) -> dict[str, object]:
    told = {"category": "", "area": "", "agency": city.cast.centre.pk, **_dated()}
    return told | {"previewed": f"||{city.cast.centre.pk}|{_day(1)}"}


def _competence_ends(city: City) -> str:
    row = Competence.objects.create(
        agency=city.cast.centre, valid_from=dt.date(2026, 1, 1), source="x", certainty="D"
    )
    return f"/reports/rules/competence/{row.pk}/end/"


def _handling(city: City) -> dict[str, object]:
    told = {
        "code": "any", "process": "timed", "due_number": 3, "due_unit": "days", "take_number": 4, "take_unit": "hours",
        "extensions": 1, "extended_by": "desk", "most_returns": 2, "window_days": 10, "most_reopened": 2, "most_pauses": 2, **_dated(),
    }  # fmt: skip
    return told | {"previewed": "|".join(str(told.get(name, "")) for name in HandlingForm.previewed)}


CASES: dict[str, Case] = {
    "report-plates": Case("minh", _ground, lambda c: {"key": PLATES, "lines": "Trụ đèn 1 | 15.05, 105.05"}, {"reports_plate": 1}),
    "report-plate-end": Case("minh", _plate_ends, lambda c: {}, {"reports_plateevent": 2}),  # put up here, ended once
    "report-new": Case("hoa", _new, lambda c: {"key": KEY, "text": "x", "category": LEAK, "place": "x"}, {"reports_report": 1, "reports_follower": 1, "reports_line": 1}),
    "report-open311": Case("hoa", _open311, lambda c: {"api_key": KEYS[0], "service_code": LEAK, "address_string": "x", "description": "x"}, {"reports_report": 1, "reports_open311_sender": 1}),
    "report-mine": Case("hoa", _Own().path, lambda c: {"do": "rate", "face": "good"}, {"reports_rating": 1}),
    "report-step": Case("minh", _Standing().path("step"), lambda c: {"step": "note", "text": "x"}, {"reports_line": 2}),
    "report-more-time": Case("nga", _Taken().path("more-time"), lambda c: {"due": "days:3", "reason": "x"}, {"reports_extension": 1}),
    "report-more-time-decide": Case("minh", _Asked().address, lambda c: {"grant": "yes"}, {}),
    "report-pause": Case("nga", _Working().pause, lambda c: {"reason": "weather", "days": "2", "text": "x"}, {"reports_pause": 1}),
    "report-pause-decide": Case("minh", _PauseAsked().address, lambda c: {"grant": "yes"}, {}),
    "report-by-phone": Case("minh", lambda c: _new(c) and "/reports/new/", lambda c: {"key": PHONE_KEY, "text": "x", "category": LEAK, "place": "x"}, {"reports_report": 1, "reports_follower": 1, "reports_line": 1}),
    "report-field": Case("nga", _Taken().path("field"), lambda c: {"step": "arrived"}, {"reports_line": 3}),
    "report-category": Case("minh", _Standing().path("category"), lambda c: {"category": "urban-services.waste-left", "seen": "new"}, {}),
    "report-split": Case("minh", _Standing().path("split"), lambda c: {"text": "x", "category": LEAK}, {"reports_report": 2, "reports_follower": 2, "reports_line": 3, "reports_reporter": 2}),
    "report-link": Case("minh", _to_link, lambda c: {"reference": _case(c)}, {"reports_link": 1, "reports_line": 2}),
    "report-unlink": Case("minh", _linked, lambda c: {}, {"reports_line": 3}),
    "report-case": Case("minh", _Standing().path("case"), lambda c: {"severity": "low"}, {"reports_link": 1, "incidents_incident": 1}),
    "report-place": Case("minh", lambda c: _ground(c) and _Standing().path("place")(c), lambda c: HERE, {"reports_line": 2}),
    "report-mine-place": Case("hoa", _OwnPlace().path, lambda c: HERE, {"reports_line": 2}),
    "report-mailbox-new": Case("quan", _new_mailbox, _describes, {"reports_mailbox": 1}),
    "report-mailbox": Case("quan", lambda c: f"/reports/mailboxes/{_mailbox(c).code}/", _describes, {}),
    "report-mailbox-test": Case("quan", lambda c: f"/reports/mailboxes/{_mailbox(c).code}/test/", lambda c: {}, {}),
    "report-mailbox-switch": Case("quan", lambda c: f"/reports/mailboxes/{_mailbox(c).code}/switch/", lambda c: {}, {}),
    "report-mail-decide": Case("minh", _letter, lambda c: {"do": "take"}, {"reports_report": 1}),
    "report-batch": Case("minh", lambda c: "/reports/batch/", lambda c: {"do": "give", "agency": c.cast.environment.pk, "report": f"{_waiting(c)}|new"}, {}),
    "report-templates": Case("nga", lambda c: "/reports/templates/", lambda c: {"code": "x", "kind": "answer", "name": "x", "text": "x", "valid_from": _day(1), "source": "x", "certainty": "D"}, {"reports_answer_template": 1}),
    "report-template-end": Case("nga", _template_ends, lambda c: {}, {}),
    "report-competence-new": Case("quan", lambda c: "/reports/rules/competence/", _competence, {"reports_competence": 1}),
    "report-competence-end": Case("quan", _competence_ends, lambda c: {"last_day": _day(1), "previewed": _day(1), "reason": "x"}, {}),
    "report-handling-new": Case("quan", lambda c: "/reports/rules/handling/", _handling, {"reports_handling": 1}),
    "report-controller": Case("quan", lambda c: "/reports/rules/controller/", lambda c: {"agency": c.cast.environment.pk, **_dated()}, {"reports_controller": 1}),
    "report-pause-reason": Case("quan", lambda c: "/reports/rules/pause-reason/", lambda c: {"code": "strike", "name_vi": "x", "name_en": "x", "most_days": 3, "approved_by": "desk", **_dated()}, {"reports_pause_reason": 1}),
    "report-limit": Case("quan", lambda c: "/reports/rules/limits/near-days/", lambda c: {"value": 20, **_dated()}, {"reports_rule": 1}),
}  # fmt: skip
ELSEWHERE = {"report-person": "a look twice is two looks, and both stand on the record"}
