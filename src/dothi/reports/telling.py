"""What every action on a report leaves behind: a line of its record, word to the other rooms, and who owes what now. Nobody who
reported anything is named in any of them."""

from __future__ import annotations

from typing import Any

from dothi.accounts.models import Agency, Person
from dothi.incidents import kinds
from dothi.kernel import clock, events
from dothi.kernel.i18n import LANGUAGES
from dothi.reports import reviewing
from dothi.reports.models import Report, ReportLine, State
from dothi.tasks import owed

WORK, REVIEW = "report", "report-review"


def write(
    report: Report, what: str, text: str, by: Person | None, *, public: bool = False, **fields: Any
) -> ReportLine:
    """A line of the record; `fields` are what its sentence (`reports-said-<what>`) needs."""
    line = line_of(report, what, text, by, public=public, **fields)
    line.save(force_insert=True)
    return line


def line_of(
    report: Report, what: str, text: str, by: Person | None, *, public: bool = False, **fields: Any
) -> ReportLine:
    """The same, not written yet."""
    return ReportLine(
        report=report,
        what=what,
        text=text,
        fields=fields,
        person=by,
        agency=by.agency if by else None,
        public=public,
        recorded_at=clock.now(),
    )


def names_of(agency: Agency | None) -> dict[str, str]:
    """An agency in a line's fields: a reader gets the name in their language (`showing.Said`)."""
    return {"agency": str(agency or ""), "agency_en": agency.name_en if agency else ""}


def tell(topic: str, report: Report, **more: Any) -> None:
    """Publishes how the report stands now. What was written in it stays out: events are kept for good."""
    events.publish_all([told_of(topic, report, **more)])


def told_of(topic: str, report: Report, **more: Any) -> events.Told:
    """The same, not published yet."""
    payload = {
        "report": report.code,
        "category": report.category,
        "state": report.state,
        "process": report.process,
        "path": report.path,
        "due_at": report.due_at.isoformat(),
        "agency_id": report.agency_id,
        **more,
    }
    return events.Told(topic, payload, "reports.view", report.unit_id, report.agency_id)


def _words_of(report: Report) -> dict[str, str]:
    return {"code": report.code} | {
        f"category_{one}": kinds.name_of(report.category, one) for one in LANGUAGES
    }


def renew_debts(report: Report) -> None:
    """What its agency owes until it answers, then its reviewers until they decided. What waits for an agency stands in the inbox of those
    who route."""
    if (debt := debt_of(report)) is not None:
        owed.owe_all([debt])
    else:
        owed.settle(WORK, report.code)
    _renew_review(report)


def debt_of(report: Report) -> owed.Debt | None:
    """What its agency owes now; nothing while it rests."""
    if (
        report.state not in (State.GIVEN, State.WORKING)
        or report.agency_id is None
        or report.paused_at is not None
    ):
        return None
    return owed.Debt(
        WORK, report.code, path=report.path, due_at=report.due_at, permission="reports.work",
        title_key="reports-owed", title_fields=_words_of(report), agency_id=report.agency_id,
    )  # fmt: skip


def _renew_review(report: Report) -> None:
    answer = reviewing.answer_of(report)
    if answer is None:
        return
    codes = {agency: f"{report.code}/{agency}" for agency in answer.fields["reviewers"]}
    if report.state != State.ANSWERED:
        owed.settle_all(REVIEW, codes.values())
        return
    due, words = reviewing.due_of(report, answer), _words_of(report)
    owed.owe_all(
        [
            owed.Debt(
                REVIEW, code, path=report.path, due_at=due, permission="reports.route",
                title_key="reports-owed-review", title_fields=words, agency_id=agency, unit_id=report.unit_id,
            )
            for agency, code in codes.items()
        ]
    )  # fmt: skip
