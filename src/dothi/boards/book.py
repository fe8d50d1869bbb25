"""Which boards there are: of packs in force (`board.toml`), of roles (`ready/`), and those that people and agencies made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from dothi.accounts.models import Person, RoleGrant
from dothi.boards.contents import Tile, tiles_of
from dothi.boards.models import BoardVersion, OwnBoard
from dothi.boards.ready import files_read
from dothi.indicators import book as indicators
from dothi.indicators.models import Indicator
from dothi.kernel import clock
from dothi.kernel.asked import number_of
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import language
from dothi.packs.check import shape
from dothi.packs.queries import Standing, find_standing, standing

FILE = "board.toml"
OWN = "own-"  # how the address of a made board begins
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """One board as it is shown. `pack`: of a pack; `row` and `version`: one that somebody made; neither: of a role."""

    code: str
    name: str
    tiles: list[Tile]
    pack: Standing | None = None
    row: OwnBoard | None = None
    version: BoardVersion | None = None
    roles: tuple[str, ...] = ()
    about: str = field(default="", compare=False)

    @property
    def kind(self) -> str:
        return "pack" if self.pack else "own" if self.row else "role"

    def of_kind(self, *kinds: str) -> list[Tile]:
        return [tile for tile in self.tiles if tile.kind in kinds]

    def get_tile(self, number: int, *kinds: str) -> Tile:
        """Raises NotFound when there is no such tile, or one of another kind."""
        found = next((one for one in self.tiles if one.number == number), None)
        if found is None or (kinds and found.kind not in kinds):
            raise NotFound("board-does-not-exist", pack=self.code)
        return found

    def tile(self, number: int, kind: str) -> Tile:
        """One that shows entities of a type. Raises NotFound."""
        found = self.get_tile(number, kind)
        if kind == "chart" and "type" not in found.told:
            raise NotFound("board-does-not-exist", pack=self.code)
        return found

    def indicators(self) -> list[Indicator]:
        """Those that its tiles name and that are in force, in their order."""
        known = indicators.in_force()
        named = dict.fromkeys(code for tile in self.of_kind("indicator") for code in tile.indicators)
        return [known[code] for code in named if code in known]


def boards() -> list[Board]:
    """Every pack in force that has one."""
    return [_of_pack(one) for one in standing() if FILE in one.pack.trees]


def ready() -> list[Board]:
    """Those of roles, as they come."""
    return [_of_role(told) for told in files_read().values()]


def ready_for(person: Person) -> list[Board]:
    """The boards of roles, those of the person's own roles first."""
    held = set(roles_of(person))
    return sorted(ready(), key=lambda one: held.isdisjoint(one.roles))


def get_board(code: str, person: Person | None = None) -> Board:
    """By its address: a pack's code, `role-…`, `own-…` (for which the person must be among those it is for). Raises NotFound."""
    if code in files_read():
        return _of_role(files_read()[code])
    if code.startswith(OWN):
        number = number_of(code.removeprefix(OWN))
        row = visible(person).filter(pk=number).first() if person and number else None
        if row is None:
            raise NotFound("board-does-not-exist", pack=code[:80])
        return of_row(row)
    found = find_standing(code)
    if found is None or FILE not in found.pack.trees:
        raise NotFound("board-does-not-exist", pack=code[:80])
    return _of_pack(found)


def visible(person: Person) -> QuerySet[OwnBoard]:
    """What a person made, what their agency made, and what is shared with a role that they hold today."""
    reached = Q(owner_person=person) | Q(roles__overlap=roles_of(person))
    if person.agency_id:
        reached |= Q(owner_agency=person.agency_id)
    return OwnBoard.objects.filter(reached, withdrawn=False).order_by("pk")


def made_for(person: Person) -> list[Board]:
    """Those with the version that holds, in two questions."""
    rows = list(visible(person).select_related("owner_person", "owner_agency"))
    newest = BoardVersion.objects.filter(board__in=rows, number=F("board__number"))
    versions = {one.board_id: one for one in newest}
    return [of_row(row, versions[row.pk]) for row in rows if row.pk in versions]


def of_row(row: OwnBoard, version: BoardVersion | None = None) -> Board:
    """In its version that holds, or in another of it."""
    version = version or row.versions.select_related("saved_by").get(number=row.number)
    return Board(row.code, version.name, tiles_of(version.tiles), row=row, version=version)


def roles_of(person: Person) -> list[str]:
    """Codes of the roles held today, in the order that roles stand in."""
    day = clock.today()
    held = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), person=person, valid_from__lte=day
    )
    return list(
        dict.fromkeys(held.order_by("role__position", "role__code").values_list("role__code", flat=True))
    )


def _of_pack(one: Standing) -> Board:
    rows = shape.every(one.pack, FILE, "tile")
    return Board(str(one.row.code), one.name, tiles_of(rows), pack=one)


def _of_role(told: Told) -> Board:
    lang = language()
    return Board(
        told["code"], told["name"][lang], tiles_of(told["tile"]), roles=tuple(told["roles"]), about=told["about"][lang]
    )  # fmt: skip
