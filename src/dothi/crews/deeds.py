"""What phones told, put where it belongs: a batch in its order, each deed once, with the time at which its person pressed the button.

A phone sends what it kept (`Batch`), again as long as it has no answer: of deeds with the same client id the first counts, whoever
sends it and however often. A deed that does not fit any more (the unit was called back meanwhile) changes nothing and is kept in the
logs as it was told; the crew is told why. Each deed is a transaction of its own, so a bad one holds up none of the others.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction

from dothi.accounts.models import Person
from dothi.crews import clocks, doing
from dothi.crews.models import CrewDuty, Deed
from dothi.forces import journal
from dothi.forces.models import Assignment, Force
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.i18n import t
from dothi.kernel.said import plain

ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
DEVICE = re.compile(r"[0-9a-f]{8,32}")
MOST = 100  # of one batch: a page's thread is held no longer; a phone sends the rest after it
LONGEST = 1000
OLDEST = dt.timedelta(days=7)  # what a phone kept longer than that has a clock that is wrong
YEARS = range(1970, 2200)  # a clock may stand at its beginning or far ahead; beyond that it is no clock


class Told(msgspec.Struct, frozen=True):
    """One deed as the phone has it; `seq` counts up on that device, `at` is its own clock."""

    id: str
    seq: int
    at: dt.datetime
    what: str
    duty: int
    assignment: int | None = None
    state: str = ""
    expected: str = ""
    text: str = ""


class Batch(msgspec.Struct, frozen=True):
    """What is in the phone's queue; `sent_at`: what its clock shows as it sends."""

    device: str
    sent_at: dt.datetime
    deeds: list[msgspec.Raw]


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome`: done, kept (does not fit any more: `text` says why), refused (cannot be read: the phone lets it go and shows `text`)."""

    id: str
    outcome: str
    text: str = ""
    at: dt.datetime | None = None

    def told(self) -> dict[str, Any]:
        at = clock.iso(self.at) if self.at else None
        return {"id": self.id, "outcome": self.outcome, "text": self.text, "at": at}


def read(body: bytes) -> Batch:
    """Raises BadRequest for what is no batch at all."""
    try:
        batch = msgspec.json.decode(body, type=Batch)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest("crew-batch") from error
    if not DEVICE.fullmatch(batch.device) or not _is_moment(batch.sent_at) or len(batch.deeds) > MOST:
        raise BadRequest("crew-batch")
    return batch


def apply(batch: Batch, *, by: Person) -> list[Answer]:
    """One answer for each deed, those that could be read in the order of their numbers."""
    readable, refused = told_of(batch)
    told = sorted((one for one in readable if one.what not in doing.WITH_FILE), key=lambda one: one.seq)
    # a picture comes with its bytes, to an address of its own: a line that shows nothing is of no use to anybody
    refused += [
        Answer(one.id, "refused", t("error-crew-deed")) for one in readable if one.what in doing.WITH_FILE
    ]
    return refused + apply_told(batch.device, batch.sent_at, told, by=by)


def apply_told(
    device: str, sent_at: dt.datetime, told: Sequence[Told], *, by: Person, keeps: doing.Keeps | None = None
) -> list[Answer]:
    """Deeds that were read, in their order; `keeps` writes down what was handed in with the one deed."""
    now = clock.now()
    telling = _Telling(device, clocks.skew(sent_at, now), by, keeps)
    known = _known([one.id for one in told])
    at = _times(telling, [one for one in told if one.id not in known], now)
    begun = _duties({one.duty for one in told}, by)
    answers = []
    for one in told:
        if one.id in known:
            answers.append(_again(known[one.id], by))
        elif (duty := begun.get(one.duty)) is None:
            answers.append(Answer(one.id, "refused", t("error-crew-duty-does-not-exist")))
        else:
            answers.append(_once(telling, one, duty, at[one.id]))
    return answers


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is the same for all deeds of one batch; `ahead`: how far our clock is ahead of the phone's."""

    device: str
    ahead: dt.timedelta
    by: Person
    keeps: doing.Keeps | None


def told_of(batch: Batch) -> tuple[list[Told], list[Answer]]:
    """Those that can be read, and what is said of the others."""
    told, refused = [], []
    for each in batch.deeds:
        try:
            one = msgspec.json.decode(each, type=Told)
        except (msgspec.DecodeError, UnicodeDecodeError):
            refused.append(Answer(_id_in(each), "refused", t("error-crew-deed")))
            continue
        if (why := _wrong(one)) is not None:
            refused.append(Answer(one.id[:26], "refused", t(f"error-{why}")))
        else:
            told.append(one)
    return told, refused


def _id_in(raw: msgspec.Raw) -> str:
    """The phone must know which of them it was."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return str(found.get("id", ""))[:26] if isinstance(found, dict) else ""


def _is_moment(at: dt.datetime) -> bool:
    return at.tzinfo is not None and at.year in YEARS


def _wrong(one: Told) -> str | None:
    fits = ULID.fullmatch(one.id) and 0 <= one.seq < 2**53 and _is_moment(one.at)
    if not fits or one.what not in doing.WHAT or len(one.text) > LONGEST:
        return "crew-deed"
    if one.what == "step" and one.state not in doing.STATES:
        return "crew-deed"
    if not 0 < one.duty < 2**63 or (one.assignment is not None and not 0 < one.assignment < 2**63):
        return "crew-deed"
    return None


def _times(telling: _Telling, told: Sequence[Told], now: dt.datetime) -> dict[str, dt.datetime]:
    """By id, on our clock; the last deed of this device that came before is their floor."""
    if not told:
        return {}
    last = Deed.objects.filter(device=telling.device, number__lt=told[0].seq).order_by("-number").first()
    oldest = now - OLDEST - telling.ahead
    moments = (max(one.at, oldest) for one in told)
    found = clocks.corrected(moments, telling.ahead, now=now, floor=last.at if last else None)
    return dict(zip((one.id for one in told), found, strict=True))


def _known(ids: Sequence[str]) -> dict[str, Deed]:
    return {one.client_id: one for one in Deed.objects.filter(client_id__in=ids)}


def _duties(ids: set[int], by: Person) -> dict[int, CrewDuty]:
    return CrewDuty.objects.select_related("force", "person").filter(person=by).in_bulk(ids)


def _again(deed: Deed, by: Person) -> Answer:
    """Told before: the same answer. Somebody else's id is no way to hear what they told."""
    if deed.person_id != by.pk:
        return Answer(deed.client_id, "refused", t("error-crew-deed"))
    return Answer(deed.client_id, deed.outcome, _words(deed.answer), deed.at)


def _words(answer: dict[str, Any]) -> str:
    return t(f"error-{answer['code']}", **answer["fields"]) if answer else ""


@transaction.atomic
def _once(telling: _Telling, one: Told, duty: CrewDuty, at: dt.datetime) -> Answer:
    """Of two that send the same deed at the same moment one waits here for the other, and finds it."""
    force = Force.objects.select_for_update(no_key=True, of=("self",)).get(pk=duty.force_id)
    if known := _known([one.id]):
        return _again(known[one.id], telling.by)
    assignment = _assignment(one, force)
    deed = _deed(telling, one, duty, assignment)
    deed.at = max(at, duty.began_at, assignment.alerted_at if assignment else at)
    try:
        with transaction.atomic():
            _refuse(one, duty, assignment, deed.at)
            doing.do(deed, force, one.expected)
    except DothiError as error:
        fields = {name: str(said) for name, said in error.fields.items()}
        deed.outcome, deed.answer = Deed.Outcome.KEPT, {"code": error.code, "fields": fields}
        _keep_told(deed, force)
    deed.save(force_insert=True)
    if telling.keeps is not None:
        telling.keeps(deed)
    return Answer(one.id, deed.outcome, _words(deed.answer), deed.at)


def _deed(telling: _Telling, one: Told, duty: CrewDuty, assignment: Assignment | None) -> Deed:
    return Deed(
        client_id=one.id, duty=duty, person=telling.by, assignment=assignment, device=telling.device, number=one.seq,
        what=one.what, state=one.state if one.what == "step" else "", text=plain(one.text), told_at=one.at,
        skew_ms=round(telling.ahead.total_seconds() * 1000), recorded_at=clock.now(), outcome=Deed.Outcome.DONE,
    )  # fmt: skip


def _assignment(one: Told, force: Force) -> Assignment | None:
    """The one that the phone showed; of another unit it is none."""
    if one.assignment is None:
        return None
    rows = Assignment.objects.select_related("incident", "force")
    return rows.filter(pk=one.assignment, force=force).first()


def _refuse(one: Told, duty: CrewDuty, assignment: Assignment | None, at: dt.datetime) -> None:
    if one.assignment is not None and assignment is None:
        raise NotFound("force-assignment-does-not-exist")
    over = duty.ended_at or duty.until
    if at > over and one.what != "off":
        raise Conflict("crew-duty-over", force=duty.force.call_sign)


def _keep_told(deed: Deed, force: Force) -> None:
    """It changes nothing, and nobody says later that the crew said nothing."""
    step, fields = deed.state or deed.what, {"step": deed.state or deed.what, "why": deed.answer["code"]}
    journal.note(
        force, "told", by=deed.person, at=deed.at, text=deed.text[:500], assignment=deed.assignment, **fields
    )
    if deed.assignment is not None:
        file = doing.file_of(deed)
        journal.note_in_case(
            deed.assignment.incident,
            "told",
            deed.person,
            deed.text,
            at=deed.at,
            force=force.call_sign,
            step=step,
            **file,
        )
