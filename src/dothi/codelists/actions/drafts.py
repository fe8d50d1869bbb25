"""The next version while it is being prepared: begun as a copy of the last, filled from a file or by hand, discarded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max

from dothi.accounts.models import Person
from dothi.codelists import queries
from dothi.codelists.actions.action import action
from dothi.codelists.actions.rights import held, held_draft
from dothi.codelists.check import Complaint, Line, complaints
from dothi.codelists.editions import entries_of
from dothi.codelists.models import CodeList, Entry, Release
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, DothiError, NotFound
from dothi.kernel.offered import Item

AT_ONCE = 1000


class WrongEntries(DothiError):
    """The table has bad lines: nothing was changed. `complaints` says which and why."""

    code, status, title = "codelists-wrong-entries", 422, "BadRequestData"

    def __init__(self, found: Sequence[Complaint]) -> None:
        super().__init__(count=len(found))
        self.complaints = list(found)


@action
def begin_draft(code_list: CodeList, *, by: Person | None) -> Release:
    """A draft with the entries of the last version. Raises NotAllowed, Conflict (there is one; the list is kept elsewhere)."""
    row = held(code_list, by)
    if not row.is_kept:
        raise Conflict("codelists-kept-elsewhere", code=row.code)
    if queries.find_draft(row):
        raise Conflict("codelists-draft-exists", code=row.code)
    last = row.releases.aggregate(last=Max("number"))["last"] or 0
    draft = Release.objects.create(list=row, number=last + 1, made_at=clock.now(), made_by=by)
    _add(draft, enumerate(entries_of(queries.latest(row)).items))
    return draft


@action
def take_in(draft: Release, lines: Sequence[Line], *, by: Person | None, reason: str = "") -> Release:
    """Puts the lines of a file in place of the draft's entries; only what differs is written.

    Raises WrongEntries (nothing is changed then), NotAllowed, Conflict when the draft is gone.
    """
    draft = held_draft(draft, by)
    if found := wrong_lines(draft, lines):
        raise WrongEntries(found)
    _replace(draft, [line.item for line in lines])
    return draft


def wrong_lines(draft: Release, lines: Sequence[Line]) -> list[Complaint]:
    """What keeps these lines from standing in the draft (the dry run of `take_in`)."""
    return complaints(lines, entries_of(queries.latest(draft.list)).items)


@action
def put_entry(draft: Release, item: Item, *, seen: Item | None, by: Person | None, reason: str = "") -> Entry:
    """Adds an entry at the end (`seen` None) or changes one, if it is still as it was `seen`.

    Raises WrongEntries, NotAllowed, Conflict (changed or added meanwhile, draft gone).
    """
    draft = held_draft(draft, by)
    standing = entries_of(draft)
    if standing.by_code.get(item.code) != seen:
        raise Conflict("codelists-entry-changed-meanwhile", code=item.code)
    items = {**standing.by_code, item.code: item}
    lines = [Line(place, one) for place, one in enumerate(items.values(), 1)]
    if found := [one for one in wrong_lines(draft, lines) if one.code == item.code]:
        raise WrongEntries(found)
    last = draft.entries.aggregate(last=Max("position"))["last"]
    entry = draft.entries.filter(code=item.code).first() or Entry(
        release=draft, code=item.code, position=0 if last is None else last + 1
    )
    _write(entry, item)
    entry.save()
    return entry


@action
def take_out_entry(draft: Release, code: str, *, by: Person | None, reason: str = "") -> None:
    """Takes an entry that was never published out of the draft.

    Raises NotFound, BadRequest (published before: it can only be ended; others stand below it or name it), NotAllowed, Conflict.
    """
    draft = held_draft(draft, by)
    standing = entries_of(draft)
    if code not in standing.by_code:
        raise NotFound("codelists-entry-not-in-draft", code=code)
    if code in entries_of(queries.latest(draft.list)).by_code:
        raise BadRequest("codelists-entry-was-published", code=code)
    if any(item.parent == code or code in item.replaced_by for item in standing.items):
        raise BadRequest("codelists-entry-in-use", code=code)
    draft.entries.filter(code=code).delete()


@action
def discard_draft(draft: Release, *, reason: str, by: Person | None) -> None:
    """Throws the draft away; its history stays on record. Raises BadRequest without a reason, NotAllowed, Conflict."""
    if not reason.strip():
        raise BadRequest("codelists-needs-reason")
    draft = held_draft(draft, by)
    draft.entries.all().delete()
    draft.delete()


def _replace(draft: Release, items: Sequence[Item]) -> None:
    standing = {entry.code: entry for entry in draft.entries.all()}
    added, changed = [], []
    for position, item in enumerate(items):
        entry = standing.pop(item.code, None)
        if entry is None:
            added.append((position, item))
        elif _write(entry, item, position=position):
            changed.append(entry)
    draft.entries.filter(code__in=list(standing)).delete()
    fields = ["name_vi", "name_en", "parent", "ended", "replaced_by", "extra", "position"]
    Entry.objects.bulk_update(changed, fields, batch_size=AT_ONCE)
    _add(draft, added)


def _write(entry: Entry, item: Item, **more: Any) -> bool:
    """Brings the row to what the item says; whether anything changed."""
    wanted = {
        "name_vi": item.name_vi,
        "name_en": item.name_en,
        "parent": item.parent,
        "ended": item.ended,
        "replaced_by": list(item.replaced_by),
        "extra": item.extra,
        **more,
    }
    differs = any(getattr(entry, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(entry, name, value)
    return differs


def _add(draft: Release, items: Any) -> None:
    rows = []
    for position, item in items:
        entry = Entry(release=draft, code=item.code, position=position)
        _write(entry, item)
        rows.append(entry)
    Entry.objects.bulk_create(rows, batch_size=AT_ONCE)
