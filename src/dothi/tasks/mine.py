"""*Việc của tôi*: everything that one person owes, by one clock – overdue, due today, this week, later, without a deadline."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dothi.accounts.models import Person
from dothi.accounts.rights import scopes_of
from dothi.kernel import clock
from dothi.kernel.i18n import language, t
from dothi.kernel.permissions import Scope
from dothi.kernel.sql import statement
from dothi.tasks.models import Owed

BUCKETS = ("overdue", "today", "week", "later", "none")
PRESSING = ("overdue", "today")
_SQL = ("dothi.tasks", "sql/owed.sql")
SHOWN, PAGE, MOST = 25, 100, 500  # of a bucket: on the first page, on its own page, counted there
FURTHEST = 10_000  # nobody turns further
_EVER, _NEVER = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing owed, as a screen says it."""

    row: Owed

    @property
    def title(self) -> str:
        return (
            t(self.row.title_key, **_in_language(self.row.title_fields))
            if self.row.title_key
            else self.row.title
        )

    @property
    def number(self) -> str:
        """Its code as people say it."""
        return self.row.code.partition("/")[0]

    @property
    def kind_key(self) -> str:
        return f"tasks-owed-kind-{self.row.kind}"


@dataclass(frozen=True, slots=True)
class Bucket:
    """One span of the clock. `count` goes up to `most`, `over` says that there are more."""

    name: str
    items: list[Item]
    count: int
    skipped: int = 0
    most: int = MOST

    @property
    def over(self) -> bool:
        return self.count >= self.most

    @property
    def left(self) -> int:
        """How many stand after those shown."""
        return self.count - self.skipped - len(self.items)


def by_clock(
    person: Person, now: dt.datetime | None = None, *, only: str = "", page: int = 1
) -> list[Bucket]:
    """The buckets that hold something, in their order; `only` one of them, page by page."""
    now = now or clock.now()
    shown, skip = (PAGE, PAGE * (max(1, min(page, FURTHEST // PAGE)) - 1)) if only else (SHOWN, 0)
    most = max(MOST, skip + PAGE + 1)  # so far that the page says whether there is another
    found = _read(person, now, only, shown, skip, most)
    wanted = [pk for _, ids, _ in found for pk in ids or ()]
    rows = Owed.objects.select_related("agency", "person").in_bulk(wanted)
    buckets = {name: Bucket(name, [Item(rows[pk]) for pk in ids or ()], count, skip, most) for name, ids, count in found}  # fmt: skip
    return [buckets[name] for name in BUCKETS if name in buckets]


def pressing(person: Person, now: dt.datetime | None = None) -> int:
    """How much is overdue or due today: what the tray counts."""
    found = _read(person, now or clock.now(), "", 0, 0)
    return sum(count for name, _, count in found if name in PRESSING)


def _read(
    person: Person, now: dt.datetime, only: str, shown: int, skip: int, most: int = MOST
) -> list[tuple[str, Sequence[int] | None, int]]:
    spans = [span for span in _spans(now) if only in ("", span[0])]
    told: dict[str, Any] = {
        "person": person.pk,
        "agency": person.agency_id,
        "rights": json.dumps(_rights(person)),
        "most": most,
        "shown": shown,
        "skip": skip,
    }
    arms = [statement(*_SQL, "without_a_deadline")] if only in ("", "none") else []
    for number, (name, begins, ends) in enumerate(spans):
        arms.append(statement(*_SQL, "bucket").replace("@)", f"{number})"))
        told |= {f"name_{number}": name, f"begins_{number}": begins, f"ends_{number}": ends}
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"({arm})" for arm in arms), told)
        found: list[tuple[str, Sequence[int] | None, int]] = cursor.fetchall()
    return found


def _in_language(fields: dict[str, Any]) -> dict[str, Any]:
    """`do_vi` and `do_en` are what `do` says in the reader's language."""
    ending = f"_{language()}"
    own = {name.removesuffix(ending): value for name, value in fields.items() if name.endswith(ending)}
    return {name: value for name, value in fields.items() if not name.endswith(("_vi", "_en"))} | own


def _spans(now: dt.datetime) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """Of Viet Nam's clock; the week ends with Sunday."""
    today = now.astimezone(clock.VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, monday = today + dt.timedelta(days=1), today + dt.timedelta(days=7 - today.weekday())
    edges = [_EVER, now, tomorrow, max(monday, tomorrow), _NEVER]
    return list(zip(BUCKETS, edges, edges[1:], strict=False))


def _rights(person: Person) -> dict[str, list[int] | None]:
    """Where the person may do what for their own agency: null everywhere, else the units."""
    held: dict[str, list[int] | None] = {}
    for permission, scope in scopes_of(person).items():
        units = _units(scope, person.agency_id)
        if units is None or units:
            held[permission] = units
    return held


def _units(scope: Scope, agency_id: int | None) -> list[int] | None:
    reached: set[int] = set()
    for grant in scope.grants:
        if grant.agency_id in (None, agency_id):
            if grant.unit_ids is None:
                return None
            reached |= grant.unit_ids
    return sorted(reached)
