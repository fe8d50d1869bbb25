"""What is done with boards that people and agencies make. Each saving is the next version; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from dothi.accounts.models import Agency, Person, Role
from dothi.boards.contents import judged, name_of
from dothi.boards.models import BoardVersion, OwnBoard
from dothi.indicators import book as indicators
from dothi.kernel import clock, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound

_action = action_of("boards")
MOST_OWN = 50  # boards of one owner


@_action
def make_board(
    name: str, tiles: object, *, key: UUID, by: Person, agency: Agency | None = None, copied_from: str = "", reason: str = ""
) -> OwnBoard:  # fmt: skip
    """A person's own, or their agency's. The same form sent twice is one board. Raises BadRequest, NotAllowed."""
    locks.hold(f"boards-of-{by.pk}")
    if (made := OwnBoard.objects.filter(key=key).first()) is not None:
        return made
    if agency is not None and not may_keep_for(agency, by):
        raise NotAllowed(permission="boards.share")
    told = {"name": name_of(name), "tiles": judged(tiles, units())}
    owner: dict[str, Any] = {"owner_agency": agency} if agency else {"owner_person": by}
    if OwnBoard.objects.filter(withdrawn=False, **owner).count() >= MOST_OWN:
        raise BadRequest("board-too-many", most=MOST_OWN)
    now = clock.now()
    row = OwnBoard.objects.create(key=key, copied_from=copied_from[:80], created_at=now, **owner)
    BoardVersion.objects.create(board=row, number=1, saved_by=by, saved_at=now, **told)
    return row


@_action
def save_board(
    row: OwnBoard, name: str, tiles: object, *, seen: int, by: Person, reason: str = ""
) -> OwnBoard:
    """The next version, made from version `seen`. The same again changes nothing.

    Raises Conflict where another version was saved in between (who and when are told; what is being saved is the caller's to keep),
    NotAllowed, BadRequest.
    """
    row = _held(row, by)
    told = {"name": name_of(name), "tiles": judged(tiles, units())}
    current = _current(row)
    if (current.name, current.tiles) == (told["name"], told["tiles"]):
        return row
    if row.number != seen:
        who = current.saved_by.full_name if current.saved_by else "—"
        raise Conflict(
            "board-changed-meanwhile",
            name=who,
            at=f"{current.saved_at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}",
        )
    return _next(row, by, **told)


@_action
def go_back(row: OwnBoard, number: int, *, by: Person, reason: str = "") -> OwnBoard:
    """Saves an earlier version again; what stood in between stays on record. Raises NotFound, NotAllowed."""
    row = _held(row, by)
    earlier = row.versions.filter(number=number).first()
    if earlier is None:
        raise NotFound("board-version-does-not-exist", number=number)
    current = _current(row)
    if (current.name, current.tiles) == (earlier.name, earlier.tiles):
        return row
    return _next(row, by, name=earlier.name, tiles=earlier.tiles, restores=number)


@_action
def share_board(row: OwnBoard, roles: Sequence[str], *, by: Person, reason: str = "") -> OwnBoard:
    """With everybody who holds one of these roles; each sees it with their own rights. Sharing goes no further: who wants
    to pass it on makes a copy, which is their own. Raises NotAllowed, BadRequest."""
    row = _held(row, by)
    if not by.may("boards.share"):
        raise NotAllowed(permission="boards.share")
    known = set(Role.objects.filter(code__in=roles).values_list("code", flat=True))
    if unknown := set(roles) - known:
        raise BadRequest("board-role-unknown", role=sorted(unknown)[0][:60])
    if sorted(known) != row.roles:
        row.roles = sorted(known)
        row.save(update_fields=["roles"])
    return row


@_action
def withdraw_board(row: OwnBoard, *, by: Person, reason: str = "") -> OwnBoard:
    """Nobody sees it any more; its versions are kept. Raises NotAllowed."""
    row = _held(row, by)
    if not row.withdrawn:
        row.withdrawn = True
        row.save(update_fields=["withdrawn"])
    return row


def may_change(row: OwnBoard, by: Person) -> bool:
    """Its owner; of an agency's, whoever of it may share boards."""
    if row.owner_agency_id is None:
        return row.owner_person_id == by.pk
    agency = row.owner_agency
    return agency is not None and may_keep_for(agency, by)


def may_keep_for(agency: Agency, by: Person) -> bool:
    return by.agency_id == agency.pk and by.may("boards.share")


def units() -> dict[str, str]:
    """Unit of each indicator in force."""
    return {code: one.unit_code for code, one in indicators.in_force().items()}


def _held(row: OwnBoard, by: Person) -> OwnBoard:
    """The row as it stands, for this transaction alone."""
    row = OwnBoard.objects.select_for_update(no_key=True).get(pk=row.pk)
    if not may_change(row, by):
        raise NotAllowed("board-of-another")
    return row


def _current(row: OwnBoard) -> BoardVersion:
    return row.versions.select_related("saved_by").get(number=row.number)


def _next(row: OwnBoard, by: Person, **told: Any) -> OwnBoard:
    row.number += 1
    BoardVersion.objects.create(board=row, number=row.number, saved_by=by, saved_at=clock.now(), **told)
    row.save(update_fields=["number"])
    return row
