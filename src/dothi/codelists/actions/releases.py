"""From draft to version: published from a day on, withdrawn while it still waits."""

from __future__ import annotations

import datetime as dt

from dothi.accounts.models import Person
from dothi.codelists import queries
from dothi.codelists.actions.action import action
from dothi.codelists.actions.drafts import WrongEntries, wrong_lines
from dothi.codelists.actions.rights import held, held_draft
from dothi.codelists.check import Line
from dothi.codelists.editions import Entries, entries_of
from dothi.codelists.models import Release
from dothi.kernel import clock
from dothi.kernel.audit.context import because
from dothi.kernel.dated import Certainty
from dothi.kernel.errors import BadRequest, Conflict


@action
def publish(
    draft: Release,
    *,
    seen: str,
    valid_from: dt.date,
    source: str,
    certainty: str,
    by: Person | None,
    note: str = "",
) -> Release:
    """Makes the draft a version that holds from `valid_from` on; one with a later day waits. `seen` is the digest of what was shown.

    Raises BadRequest (a past day, a day not after the version before, no source, no entries), WrongEntries, NotAllowed, Conflict
    (the draft changed since it was shown, was published or discarded).
    """
    because(source)
    draft = held_draft(draft, by)
    entries = entries_of(draft)
    _check_day(draft, valid_from)
    if not source.strip() or certainty not in Certainty.values:
        raise BadRequest("codelists-needs-source")
    _check_content(draft, entries, seen)
    Release.objects.filter(pk=draft.pk, status=Release.Status.DRAFT).update(
        status=Release.Status.PUBLISHED,
        valid_from=valid_from,
        source=source.strip()[:300],
        certainty=certainty,
        note=note.strip()[:2000],
        digest=entries.digest,
        published_at=clock.now(),
        published_by=by,
    )
    draft.refresh_from_db()
    return draft


@action
def withdraw(release: Release, *, reason: str, by: Person | None) -> Release:
    """Takes back a version that has not begun (a decree was put off). Raises BadRequest without a reason, NotAllowed, Conflict when
    it has begun, is no longer there, or a later version was built on it."""
    if not reason.strip():
        raise BadRequest("codelists-needs-reason")
    code_list = held(release.list, by)
    latest = queries.latest(code_list)
    if latest is None or latest.pk != release.pk or not latest.is_waiting():
        raise Conflict("codelists-not-waiting", code=code_list.code, number=release.number)
    if queries.find_draft(code_list):
        raise Conflict("codelists-draft-on-it", code=code_list.code, number=release.number)
    latest.status = Release.Status.WITHDRAWN
    latest.save(update_fields=["status"])
    return latest


def _check_day(draft: Release, valid_from: dt.date) -> None:
    if valid_from < clock.today():
        raise BadRequest("codelists-day-past")
    before = queries.latest(draft.list)
    if before and before.valid_from and valid_from <= before.valid_from:
        raise BadRequest("codelists-day-not-after", number=before.number, day=f"{before.valid_from:%d/%m/%Y}")


def _check_content(draft: Release, entries: Entries, seen: str) -> None:
    if not entries.items:
        raise BadRequest("codelists-draft-empty", code=draft.list.code)
    if entries.digest != seen:
        raise Conflict("codelists-draft-changed", code=draft.list.code)
    if found := wrong_lines(draft, [Line(place, item) for place, item in enumerate(entries.items, 1)]):
        raise WrongEntries(found)
