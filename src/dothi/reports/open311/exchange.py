"""Reports that go between us and another endpoint: theirs become ours, ours are handed to whom they were given, and each side's news is
noted in the record. A request is whole or not at all: what cannot be taken is kept as a letter with its reason, and stops nothing else.

What is handed over is marked before it is sent. An answer that never came is not sent again by itself: nobody wants two crews at one hole.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from dothi.connectors.sources.errors import SourceError
from dothi.connectors.sources.http import is_address
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.reports import actions, categories
from dothi.reports.actions.receiving import Spot
from dothi.reports.models import Door, Report, State
from dothi.reports.open311 import media, speaking
from dothi.reports.open311.models import Endpoint, Exchanged, Letter
from dothi.reports.open311.speaking import Row, Theirs, Unreadable
from dothi.reports.telling import write

_OURS = UUID("0f0b8f8e-7f0f-4a07-8c55-3f4b5b2a9a43")
_MOST_SENT, _MOST_ASKED = 100, 500
# before anything was said to the other side: it did not hear of it
_BEFORE = frozenset(
    f"source-{one}"
    for one in ("address-wrong", "inside", "no-connection", "certificate", "too-many-redirects")
)
_REFUSED = frozenset({"source-status", "source-unauthorized"})


@dataclass(slots=True)
class Tally:
    """What one run did."""

    taken: int = 0
    noted: int = 0
    handed: int = 0
    letters: int = 0


def run(endpoint: Endpoint) -> Tally:
    """Everything there is to do with an endpoint. What goes wrong with all of it stands in `trouble`; the next run begins where this one ended."""
    tally, trouble = Tally(), ""
    try:
        if endpoint.pulls:
            _pull(endpoint, tally)
        if endpoint.agency_id is not None:
            _hand_over(endpoint, tally)
            _ask_after(endpoint, tally)
    except SourceError as error:
        trouble = message_of(error)
    Endpoint.objects.filter(pk=endpoint.pk).update(
        ran_at=clock.now(), trouble=trouble[:300], since=endpoint.since
    )
    endpoint.refresh_from_db()
    return tally


def _pull(endpoint: Endpoint, tally: Tally) -> None:
    newest = endpoint.since
    for row in asyncio.run(speaking.changed(endpoint, endpoint.since)):
        told = _each(endpoint, row, tally)
        if told and told.updated and (newest is None or told.updated > newest):
            newest = min(
                told.updated, clock.now()
            )  # a clock of theirs that runs ahead hides nothing that comes
    endpoint.since = newest


def _each(endpoint: Endpoint, row: Row, tally: Tally) -> Theirs | None:
    """One request of theirs, whole or a letter."""
    about = speaking.id_of(row) or "?"
    try:
        told = speaking.theirs(row)
        with transaction.atomic():
            _take(endpoint, told, tally)
            Letter.objects.filter(endpoint=endpoint, about=about).delete()
    except Unreadable as error:
        _keep_letter(endpoint, about, t("open311-letter-field", field=str(error)), tally)
        return None
    except DothiError as error:
        _keep_letter(endpoint, about, message_of(error), tally)
        return None
    return told


def _take(endpoint: Endpoint, told: Theirs, tally: Tally) -> None:
    standing = (
        Exchanged.objects.select_for_update(no_key=True).filter(endpoint=endpoint, their_id=told.id).first()
    )
    if standing is not None:
        _note(standing, told, tally)
        return
    category = endpoint.services.get(told.service, told.service)
    if not categories.is_known(category):
        raise BadRequest("open311-service", service=told.service)
    exact = told.lon is not None and told.lat is not None
    received = actions.receive(
        text=told.text, category=category, door=Door.OPEN311, key=uuid5(_OURS, f"{endpoint.code}/{told.id}"),
        spot=Spot(words=told.address or t("open311-no-place", endpoint=endpoint.code), lon=told.lon if exact else None, lat=told.lat if exact else None),
        why={"by": "open311", "endpoint": endpoint.code, "id": told.id},
    )  # fmt: skip
    Exchanged.objects.create(
        endpoint=endpoint, report=received.report, their_id=told.id, state="open" if told.is_open else "closed",
        notes=told.notes, recorded_at=clock.now(),
    )  # fmt: skip
    if told.media and is_address(told.media):
        media.fetch_later(received.report, told.media)
    tally.taken += 1


def _note(standing: Exchanged, told: Theirs, tally: Tally) -> None:
    """What they say of it now goes into our record, once."""
    state = "open" if told.is_open else "closed"
    if (standing.state, standing.notes) == (state, told.notes):
        return
    Exchanged.objects.filter(pk=standing.pk).update(state=state, notes=told.notes)
    write(
        standing.report, f"elsewhere-{state}", told.notes, None, endpoint=standing.endpoint.code, id=told.id
    )
    tally.noted += 1


def _hand_over(endpoint: Endpoint, tally: Tally) -> None:
    """What was given to their agency and they do not have yet."""
    theirs_by_ours = {ours: code for code, ours in endpoint.services.items()}
    known = Exchanged.objects.filter(endpoint=endpoint).values("report")
    rows = Report.objects.filter(agency=endpoint.agency, state__in=(State.GIVEN, State.WORKING)).exclude(
        pk__in=known
    )
    for report in rows.order_by("pk")[:_MOST_SENT]:
        claim = Exchanged.objects.create(
            endpoint=endpoint, report=report, sent=True, state="sending", recorded_at=clock.now()
        )
        told = dict(_said(report)) | {"service_code": theirs_by_ours.get(report.category, report.category)}
        try:
            rows_ = asyncio.run(speaking.hand_over(endpoint, told))
        except SourceError as error:
            if error.code in _BEFORE:
                claim.delete()
                raise
            Exchanged.objects.filter(pk=claim.pk).update(
                state="refused" if error.code in _REFUSED else "sending"
            )
            _keep_letter(endpoint, report.code, message_of(error), tally)
            continue
        _keep_answer(claim, rows_, tally)


def _said(report: Report) -> Iterator[tuple[str, str]]:
    """What they need of it: never who reported it."""
    yield "description", report.text
    if report.lon is not None and report.lat is not None:
        yield "lat", str(report.lat)
        yield "long", str(report.lon)
    yield "address_string", report.place or (str(report.unit.full_name) if report.unit else "")


def _keep_answer(claim: Exchanged, rows: list[Row], tally: Tally) -> None:
    row = rows[0] if rows else {}
    their_id, token = speaking.id_of(row), speaking.id_of(row, "token")
    if not their_id and not token:
        _keep_letter(claim.endpoint, claim.report.code, t("open311-letter-no-id"), tally)
        return
    with transaction.atomic():
        Exchanged.objects.filter(pk=claim.pk).update(their_id=their_id, token=token, state="open")
        write(claim.report, "elsewhere-sent", "", None, endpoint=claim.endpoint.code, id=their_id or token)
    tally.handed += 1


def _ask_after(endpoint: Endpoint, tally: Tally) -> None:
    """How what we handed over stands with them: first what was not asked after for longest, so that each has its turn."""
    rows = Exchanged.objects.filter(endpoint=endpoint, sent=True, state="open").select_related(
        "report", "endpoint"
    )
    for sent in rows.order_by(F("asked_at").asc(nulls_first=True), "pk")[:_MOST_ASKED]:
        Exchanged.objects.filter(pk=sent.pk).update(asked_at=clock.now())
        try:
            if not sent.their_id and not _learn_id(endpoint, sent):
                continue
            told = speaking.theirs(next(iter(asyncio.run(speaking.one(endpoint, sent.their_id))), {}))
            with transaction.atomic():
                _note(sent, told, tally)
        except Unreadable as error:
            _keep_letter(endpoint, sent.report.code, t("open311-letter-field", field=str(error)), tally)
        except SourceError as error:
            if error.code not in _REFUSED:
                raise
            _keep_letter(endpoint, sent.report.code, message_of(error), tally)


def _learn_id(endpoint: Endpoint, sent: Exchanged) -> bool:
    """The id that belongs to their token, when there is one by now."""
    row = next(iter(asyncio.run(speaking.of_token(endpoint, sent.token))), {})
    sent.their_id = speaking.id_of(row)
    if sent.their_id:
        Exchanged.objects.filter(pk=sent.pk).update(their_id=sent.their_id)
    return bool(sent.their_id)


def _keep_letter(endpoint: Endpoint, about: str, why: str, tally: Tally) -> None:
    Letter.objects.update_or_create(
        endpoint=endpoint, about=about, defaults={"why": why[:300], "recorded_at": clock.now()}
    )
    tally.letters += 1
