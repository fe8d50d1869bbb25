"""Requests about one's own data: asked after a code, answered within the dated time (Law 91/2025), fulfilled by an officer's hand.

Access is answered at once: the file is there for whoever proved the number. The others wait for somebody with `reports.person`.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from dothi.accounts.models import Person
from dothi.accounts.queries import agencies_with
from dothi.connectors.sources.secrets import decrypt, encrypt
from dothi.kernel import clock, holdings, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.calendar import in_force
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotAllowed
from dothi.kernel.holdings import Subject
from dothi.kernel.said import plain
from dothi.reports import rules
from dothi.reports.identity import vault
from dothi.reports.identity.digests import digest_of
from dothi.reports.identity.models import Controller, DataRequest
from dothi.reports.identity.sessions import Holder
from dothi.reports.models import Report
from dothi.tasks import owed, working_time
from dothi.tasks.models import Owed

OWED = "report-data"
CONTROLLER = "reports"  # the code of `Controller`
LONGEST = 1000
LEAST_REASON = 10
LOOKED_AT = 1000  # requests, for somebody whose right ends at an area

_action = action_of("reports")


@_action
def ask(holder: Holder, kind: str, text: str = "", *, voice: str = "") -> DataRequest:
    """The same kind that still waits is that request. `voice`: digest of the browser's mark, where what it said is asked about, too.

    Raises BadRequest: no such kind, a correction that says nothing; DothiError (429): so many within a day already."""
    if kind not in DataRequest.Kind.values:
        raise BadRequest("report-data-kind")
    said = plain(text)[:LONGEST]
    if kind == DataRequest.Kind.CORRECTION and not said:
        raise BadRequest("report-data-needs-words")
    digest, now = digest_of(holder.way, holder.address), clock.now()
    locks.hold(f"data of {digest}")
    standing = DataRequest.objects.filter(holder=digest, kind=kind, state=DataRequest.State.ASKED).first()
    if standing is not None:
        return standing
    lately = DataRequest.objects.filter(holder=digest, asked_at__gt=now - dt.timedelta(days=1))
    if lately.count() >= (most := rules.value("data-asks-day")):
        raise DothiError("report-data-often", status=429, most=most)
    due = working_time.after(f"days:{rules.value('data-answer-days')}", now, in_force())
    codes = list(vault.own(holder.way, holder.address).values_list("code", flat=True))
    made = DataRequest(
        kind=kind, way=holder.way, holder=digest, reports=codes, text=said, asked_at=now, due_at=due.at, due_expected=due.expected, voice=voice
    )  # fmt: skip
    if kind == DataRequest.Kind.ACCESS:
        made.state, made.decided_at = DataRequest.State.DONE, now
    else:
        made.sealed = encrypt(holder.address)
    made.save()
    if made.state == DataRequest.State.ASKED:
        _owe(made)
    return made


def ask_by_link(report: Report, digest: str) -> DataRequest:
    """Erasure of what was reported, asked by whoever left nothing but it: their link is the proof, the rules are those of a code.

    Raises NotAllowed: not the reporter's link, or they can prove a number or an e-mail; DothiError (429)."""
    if not vault.by_link_alone(report, digest):
        raise NotAllowed("report-erase-by-code", code=report.code)
    return ask(Holder(vault.LINK, digest, 0), DataRequest.Kind.ERASURE)


def asked_by(way: str, address: str) -> QuerySet[DataRequest]:
    """What somebody asked about their data, the newest first."""
    return DataRequest.objects.filter(holder=digest_of(way, address)).order_by("-asked_at")


def _owe(request: DataRequest) -> None:
    """To whoever answers for the data on that day; nobody is named: to each agency of which somebody could decide."""
    for agency in responsible():
        owed.owe(
            OWED, f"{request.code}/{agency}", path="/reports/data-requests/", due_at=request.due_at, permission="reports.person",
            title_key=f"reports-data-owed-{request.kind}", title_fields={"code": request.code}, agency_id=agency,
        )  # fmt: skip


def controller() -> Controller | None:
    """The row that says today which agency answers for citizens' data."""
    return (
        Controller.holding(clock.today())
        .filter(code=CONTROLLER)
        .order_by("-valid_from")
        .select_related("agency")
        .first()
    )


def responsible() -> set[int]:
    """Ids of the agencies that a request is a debt of."""
    named, able = controller(), agencies_with("reports.person")
    return {named.agency_id} if named is not None and named.agency_id in able else able


def _settle(request: DataRequest) -> None:
    """Whoever owed it, also by a row that held when it was asked."""
    codes = Owed.objects.filter(kind=OWED, code__startswith=f"{request.code}/").values_list("code", flat=True)
    owed.settle_all(OWED, codes)


def within(rows: QuerySet[DataRequest], by: Person, most: int) -> list[DataRequest]:
    """Those that this person may read and decide, at most so many: all where they may see people everywhere, or are of the agency that
    answers for the data; else those whose every report lies in their scope. One that names no report, or one that is gone, is nobody's
    area."""
    scope = by.scope("reports.person")
    named = controller()
    if scope.everywhere or (scope and named is not None and named.agency_id == by.agency_id):
        return list(rows[:most])
    looked = list(rows[:LOOKED_AT])
    codes = {code for one in looked for code in one.reports}
    theirs = set(Report.objects.filter(scope.as_q(), code__in=codes).values_list("code", flat=True))
    return [one for one in looked if one.reports and theirs.issuperset(one.reports)][:most]


@_action
def fulfil(request: DataRequest, *, said: str = "", by: Person) -> DataRequest:
    """Does what was asked, in every room that holds something of them: erases, stops messages, or notes that it was corrected.

    Raises NotAllowed, Conflict (decided meanwhile)."""
    held = _held(request, by)
    if held.kind == DataRequest.Kind.ERASURE:
        holdings.forget(_subject(held))
        held.text = ""
    elif held.kind == DataRequest.Kind.OBJECTION:
        holdings.stop(_subject(held))
    elif not plain(said):
        raise BadRequest("report-data-needs-answer")
    return _decided(held, DataRequest.State.DONE, said, by)


def _subject(held: DataRequest) -> Subject:
    return Subject(held.way, decrypt(held.sealed), held.voice)


@_action
def refuse(request: DataRequest, *, reason: str, by: Person) -> DataRequest:
    """Raises NotAllowed, BadRequest (no reason), Conflict (decided meanwhile)."""
    held = _held(request, by)
    if len(plain(reason)) < LEAST_REASON:
        raise BadRequest("report-data-needs-answer")
    return _decided(held, DataRequest.State.REFUSED, reason, by)


def _held(request: DataRequest, by: Person) -> DataRequest:
    if not within(DataRequest.objects.filter(pk=request.pk), by, 1):
        raise NotAllowed(permission="reports.person")
    held = DataRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.pk)
    if held.state != DataRequest.State.ASKED:
        raise Conflict("report-data-decided", code=held.code, who=str(held.decided_by or ""))
    return held


def _decided(held: DataRequest, state: str, said: str, by: Person) -> DataRequest:
    held.state, held.reason, held.decided_by, held.decided_at = state, plain(said)[:LONGEST], by, clock.now()
    held.sealed, held.voice = "", ""
    held.save(update_fields=["state", "reason", "decided_by", "decided_at", "text", "sealed", "voice"])
    _settle(held)
    return held
