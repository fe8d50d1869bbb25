"""The `schedules/` of a pack: its schedules and decided days, checked and made to hold exactly."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from dothi.kernel.audit.context import change
from dothi.kernel.calendar import KINDS, WEEKDAYS, hours_of
from dothi.kernel.dated import Certainty
from dothi.kernel.pack_contents import Content, Fault, Told, bring
from dothi.rules.schedules.models import DecidedDay, Schedule

if TYPE_CHECKING:
    from dothi.accounts.models import Person

FOLDER = "schedules"
_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_Right = Callable[[Any], bool]


def codes_of(told: Told) -> set[str]:
    """The schedules that a pack brings."""
    return {str(table.get("code")) for _file, _path, table in told.tables(FOLDER, "schedule")}


def check(told: Told) -> Iterator[Fault]:
    """Every key must be there and be right; `tet` of a day may be left out."""
    for file, tree in told.trees.items():
        if file.startswith(f"{FOLDER}/"):
            for key in sorted(set(tree) - {"schedule", "day"}):
                yield Fault(file, (key,), "rules-check-unknown-key", {"key": key})
    for name, keys, further in (("schedule", _SCHEDULE, set()), ("day", _DAY, {"tet"})):
        seen: set[tuple[str, ...]] = set()
        for file, path, table in told.tables(FOLDER, name):
            for key, is_right in keys.items():
                if key not in table or not is_right(table[key]):
                    yield Fault(file, (*path, key), f"rules-check-{name}-key", {"key": key})
            for key in sorted(set(table) - set(keys) - further):
                yield Fault(file, (*path, key), "rules-check-unknown-key", {"key": key})
            which = tuple(str(table.get(key)) for key in ("code", "valid_from", "date"))
            if which in seen:
                yield Fault(file, path, "rules-check-schedule-twice", {})
            seen.add(which)


@transaction.atomic
def load(told: Told, by: Person | None) -> list[str]:
    """Makes the schedules and days of the pack those that it says; nothing said: all are taken out. What differs is written anew."""
    with change(by=by, source=f"pack:{told.code}", reason=told.why or f"{told.code} {told.version}"):
        schedules = [_schedule(table, told.code) for _f, _p, table in told.tables(FOLDER, "schedule")]
        days = [_day(table, told.code) for _f, _p, table in told.tables(FOLDER, "day")]
        _make_hold(Schedule, told.code, schedules)
        _make_hold(DecidedDay, told.code, days)
    return sorted({*(each.code for each in schedules), *(each.date.isoformat() for each in days)})


def _make_hold(model: Any, pack: str, wanted: list[Any]) -> None:
    missing = {_content(row): row for row in wanted}
    for row in model.objects.filter(pack=pack):
        if missing.pop(_content(row), None) is None:
            row.delete()
    for row in missing.values():
        row.save(force_insert=True)


def _content(row: Any) -> str:
    return repr(
        [(f.attname, getattr(row, f.attname)) for f in row._meta.concrete_fields if not f.primary_key]
    )


def _schedule(table: Mapping[str, Any], pack: str) -> Schedule:
    plain = {key: table[key] for key in ("code", "valid_from", "days", "hours", "source", "certainty")}
    return Schedule(pack=pack, **_names(table), **plain)


def _day(table: Mapping[str, Any], pack: str) -> DecidedDay:
    plain = {key: table[key] for key in ("date", "off", "source", "certainty")}
    return DecidedDay(pack=pack, tet=table.get("tet", False), **_names(table), **plain)


def _names(table: Mapping[str, Any]) -> dict[str, str]:
    return {"name_vi": table["name"]["vi"], "name_en": table["name"]["en"]}


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(x), str) and value[x] for x in ("vi", "en"))


def _is_date(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _are(is_right: _Right) -> _Right:
    return lambda value: isinstance(value, list) and bool(value) and all(map(is_right, value))


_COMMON: dict[str, _Right] = {
    "name": _is_words,
    "source": lambda value: isinstance(value, str) and bool(value.strip()),
    "certainty": lambda value: value in Certainty.values,
}
_SCHEDULE: dict[str, _Right] = {
    "code": lambda value: isinstance(value, str) and len(value) <= 60 and bool(_CODE.match(value)),
    "valid_from": _is_date,
    "days": _are(lambda value: value in (*WEEKDAYS, *KINDS)),
    "hours": _are(lambda value: hours_of(value) is not None),
    **_COMMON,
}
_DAY: dict[str, _Right] = {"date": _is_date, "off": lambda value: isinstance(value, bool), **_COMMON}

bring(Content(FOLDER, check, load))
