"""What people do with definitions. A version in force is never changed: what is adopted is the next one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from dothi.accounts.models import Agency, Person
from dothi.indicators import due
from dothi.indicators.defining import checking, trial
from dothi.indicators.models import Draft, Indicator
from dothi.kernel import clock, locks
from dothi.kernel.audit.context import change
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed

MANAGES, APPROVES = "indicators.manage", "indicators.approve"
FIELDS = (
    "name_vi", "name_en", "about_vi", "about_en", "figure", "over", "entity_type", "attribute", "parameters", "unit_code", "better", "owner",
    "source", "legal_basis", "quality", "certainty",
)  # fmt: skip
EARLIEST = dt.date(2000, 1, 1)


@transaction.atomic
def draw_up(code: str, fields: dict[str, Any], *, by: Person) -> Draft:
    """A draft of the next version of `code`, checked; the one in work is drawn up anew. Raises BadRequest, Conflict."""
    locks.hold(f"indicator:{code}")
    checking.refuse_code(code)
    checking.refuse_unsound(fields)
    if (standing := newest(code)) and standing.pack and not standing.withdrawn:
        raise Conflict("indicator-of-another-pack", code=code, pack=standing.pack)
    told = {name: fields[name] for name in FIELDS if name in fields}
    draft = Draft.objects.select_for_update(no_key=True).filter(code=code, state__in=_OPEN).first() or Draft(
        code=code
    )
    if draft.pk and draft.fields == told and draft.made_by_id == by.pk:
        return draft
    draft.fields, draft.state, draft.trial, draft.tried_at = told, Draft.State.DRAWN, [], None
    draft.made_by, draft.made_at = by, clock.now()
    with change(by=by, source="indicators:drafts"):
        draft.save()
    return draft


@transaction.atomic
def try_over_the_past(draft: Draft, *, by: Person) -> Draft:
    """Computes the draft over past periods, keeps numbers and rows beside it. Nothing else is written."""
    draft = _open(draft)
    draft.trial, draft.tried_at, draft.state = (
        trial.numbers(as_indicator(draft)),
        clock.now(),
        Draft.State.TRIED,
    )
    with change(by=by, source="indicators:drafts"):
        draft.save(update_fields=["trial", "tried_at", "state"])
    return draft


@transaction.atomic
def adopt(draft: Draft, valid_from: dt.date, *, by: Person) -> Indicator:
    """Puts a tried draft in force from a day. Raises NotAllowed for who made it, BadRequest for a day that has passed."""
    locks.hold(f"indicator:{draft.code}")
    draft = _open(draft)
    if draft.made_by_id == by.pk:
        raise NotAllowed("indicator-second-person")
    if draft.state != Draft.State.TRIED:
        raise Conflict("indicator-draft-not-tried")
    _refuse_place(draft, by)
    before = newest(draft.code)
    # of a figure that nobody knew there is no past to be rewritten
    earliest = clock.today() if before and not before.withdrawn else EARLIEST
    if not earliest <= valid_from <= clock.today() + dt.timedelta(days=3660):
        raise BadRequest("indicator-adopted-from", day=f"{earliest:%d/%m/%Y}")
    checking.refuse_unsound(draft.fields)  # a fact may have lost a column since
    draft.state, draft.decided_by, draft.decided_at, draft.valid_from = (
        Draft.State.ADOPTED,
        by,
        clock.now(),
        valid_from,
    )
    with change(by=by, source="indicators:drafts"):
        draft.save(update_fields=["state", "decided_by", "decided_at", "valid_from"])
        one = as_indicator(draft)
        one.version, one.valid_from = (before.version if before else 0) + 1, valid_from
        one.draft, one.recorded_by, one.recorded_at = draft, by, clock.now()
        one.save(force_insert=True)
    due.owe_the_past([one.code])
    return one


@transaction.atomic
def drop(draft: Draft, *, by: Person) -> Draft:
    """Lays a draft aside; it stays readable."""
    draft = _open(draft)
    draft.state, draft.decided_by, draft.decided_at = Draft.State.DROPPED, by, clock.now()
    with change(by=by, source="indicators:drafts"):
        draft.save(update_fields=["state", "decided_by", "decided_at"])
    return draft


def as_indicator(draft: Draft) -> Indicator:
    """The indicator that a draft would be, not kept."""
    return Indicator(code=draft.code, version=0, valid_from=EARLIEST, recorded_at=clock.now(), **draft.fields)


def newest(code: str) -> Indicator | None:
    return Indicator.objects.filter(code=code).order_by("-version").first()


def fields_of(one: Indicator) -> dict[str, Any]:
    return {name: getattr(one, name) for name in FIELDS}


_OPEN = (Draft.State.DRAWN, Draft.State.TRIED)


def _open(draft: Draft) -> Draft:
    found = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if not found.is_open:
        raise Conflict("indicator-draft-decided")
    return found


def _refuse_place(draft: Draft, by: Person) -> None:
    """Who decides for an agency or a place alone puts that agency's figures in force, not the city's."""
    scope = by.scope(APPROVES)
    agency = Agency.objects.filter(code=draft.fields.get("owner") or "").first()
    if not scope.everywhere and not (agency and scope.covers(agency.unit_id, agency.pk)):
        raise NotAllowed("scope-does-not-reach")
