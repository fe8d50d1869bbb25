"""A kept score as rows that people read: the same on the page, in the file and on the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dothi.accounts.models import Agency, Role
from dothi.drills.models import Drill
from dothi.drills.scoring.figures import met_of
from dothi.kernel import clock
from dothi.kernel.i18n import named, t
from dothi.kernel.sheets import csv_line
from dothi.packs.drill import Step, moves
from dothi.packs.scenario import said

_SECONDS = ("answer", "sent", "arrived", "acknowledged", "opened", "warned")
_YES_OR_NO = ("kind", "joined")


def value(measure: str, number: float | None, lang: str | None = None) -> str:
    """A figure with its unit; a dash where nothing was measured."""
    if number is None:
        return "–"
    if measure in _YES_OR_NO:
        return t("drills-yes" if number else "drills-no", lang)
    if measure not in _SECONDS:
        return f"{number:.0f} m" if measure == "place" else f"{number:.0f}"
    minutes, seconds = divmod(round(number), 60)
    if number < 120:
        return f"{number:.0f} s"
    key = "drills-minutes-even" if not seconds else "drills-minutes-seconds"
    return t(key, lang, minutes=minutes, seconds=f"{seconds:02d}")


def target(figure: dict[str, Any], lang: str | None = None) -> str:
    """≤ 15 s, 90 %"""
    one = figure["target"]
    share = f"{one['share']} %"
    if one["measure"] in _YES_OR_NO:
        return share
    sign = "≥" if one["measure"] == "noted" else "≤"
    return f"{sign} {value(one['measure'], one['limit'], lang)}, {share}"


def met(figure: dict[str, Any]) -> str:
    """A string key."""
    return {True: "drills-met", False: "drills-missed", None: "drills-not-yet"}[figure["met"]]


def at(text: str | None) -> str:
    """The minute that a reading came from, as the clock on the wall showed it."""
    return f"{dt.datetime.fromisoformat(text).astimezone(clock.VIETNAM):%H:%M:%S}" if text else ""


@dataclass(frozen=True, slots=True)
class Names:
    """How roles and desks (codes in the record) are called; a code that is no more is its own name."""

    roles: dict[str, str]
    desks: dict[str, str]

    def role(self, code: str) -> str:
        return self.roles.get(code, code)

    def desk(self, code: str) -> str:
        return self.desks.get(code, code) or t("drills-nobody")


def names(row: Drill) -> Names:
    """Of everything that the score names: two questions."""
    found = row.score.get("figures", ())
    roles = {reading["role"] for one in found for reading in one["readings"]} | set(
        row.score.get("took_part", ())
    )
    desks = {code for one in found for code in one.get("desks", ())}
    return Names(
        {one.code: named(one) for one in Role.objects.filter(code__in=roles)},
        {one.code: named(one) for one in Agency.objects.filter(code__in=desks)},
    )


def figures(row: Drill, called: Names | None = None, lang: str | None = None) -> list[dict[str, Any]]:
    """The figures of the score with what the screens need beside; `waiting` of their readings are not judged yet."""
    called = called or names(row)
    return [
        {
            **one,
            "name": f"drills-measure-{one['target']['measure']}",
            "told": target(one, lang),
            "verdict": met(one),
            "half_said": _figure(one, "half", lang),
            "worst_said": _figure(one, "worst", lang),
            "by_desk": [
                (called.desk(code), kept, n) for code, (kept, n) in sorted(one.get("desks", {}).items())
            ],
            "rows": [
                {
                    **reading,
                    "said": value(one["target"]["measure"], reading["value"], lang),
                    "clock": at(reading["at"]),
                    "who": ", ".join(filter(None, (called.role(reading["role"]), _desk(called, reading)))),
                }
                for reading in one["readings"]
            ],
        }
        for one in row.score.get("figures", ())
    ]


def _figure(one: dict[str, Any], name: str, lang: str | None) -> str:
    """Half of what is right or wrong says nothing."""
    measure = one["target"]["measure"]
    return "–" if measure in _YES_OR_NO else value(measure, one[name], lang)


def _desk(called: Names, reading: dict[str, Any]) -> str:
    return called.desk(reading["desk"]) if reading.get("desk") else ""


def desks(row: Drill, called: Names | None = None) -> list[tuple[str, int, int]]:
    """Each desk over all targets: name, readings kept, of how many; the one with most readings first."""
    called, found = called or names(row), dict[str, list[int]]()
    for one in row.score.get("figures", ()):
        for code, (kept, n) in one.get("desks", {}).items():
            sums = found.setdefault(code, [0, 0])
            sums[0], sums[1] = sums[0] + kept, sums[1] + n
    told = [(called.desk(code), kept, n) for code, (kept, n) in found.items()]
    return sorted(told, key=lambda one: (-one[2], one[0]))


def step(one: Step) -> dict[str, Any]:
    """A step of the plan as whoever leads the drill reads it: minute, string key of its kind, whom or what it is about, text."""
    told = one.told
    who, text = _STEPS[one.kind](told)
    minute = f"{int(one.at_s) // 60}:{int(one.at_s) % 60:02d}" + (
        f" – {told['until']}" if "until" in told else ""
    )
    return {
        "minute": minute, "kind": f"drills-kind-{one.kind}", "who": who, "text": text, "asked": list(told.get("asked", {}).values()),
    }  # fmt: skip


Words = tuple[str, str]  # who or what, and what is told


def _call(told: Mapping[str, Any]) -> Words:
    return f"{told['from']} → {told['line']}", f"{told['said']} ({told['address']})"


def _value(told: Mapping[str, Any]) -> Words:
    thing = said(told["name"]) if "name" in told else str(told.get("id") or told.get("urn"))
    return thing, ", ".join(f"{name} {_told(value)}" for name, value in told["values"].items())


def _decline(told: Mapping[str, Any]) -> Words:
    return told["force"], said(told["reason"])


def _position(told: Mapping[str, Any]) -> Words:
    return told["force"], ", ".join(str(part) for part in told["place"])


def _inject(told: Mapping[str, Any]) -> Words:
    role = Role.objects.filter(code=told["to"]).first()
    return named(role) if role else told["to"], said(told["text"])


def _outage(told: Mapping[str, Any]) -> Words:
    thing = t(f"notify-way-{told['way']}") if "way" in told else told["part"]
    return thing, t("drills-outage-for", lasts=told["lasts"])


_STEPS: dict[str, Callable[[Mapping[str, Any]], Words]] = {
    "call": _call, "value": _value, "decline": _decline, "position": _position, "inject": _inject, "outage": _outage,
}  # fmt: skip


def _told(value: Any) -> str:
    if moves(value):
        return f"{value['from']:g} → {value['to']:g}"
    return f"+{value['after']}" if isinstance(value, dict) else str(value)


def lines(row: Drill) -> list[str]:
    """For a terminal."""
    kept, n = met_of(row.score.get("figures", ()))
    found = [f"{row.name} · {row.scenario} · {row.state} · {kept}/{n}"]
    for one in figures(row):
        name = f"{t(one['name'])} ({one['target']['code']})"
        found.append(
            f"  {name:<46} {one['told']:<20} {one['kept']}/{one['n']:<4} {t(one['verdict']):<14}"
            f" {t('drills-half')} {one['half_said']}, {t('drills-worst')} {one['worst_said']}"
        )
    found += [f"  {name:<46} {kept}/{n}" for name, kept, n in desks(row)]
    return found


COLUMNS = (
    "drill",
    "scenario",
    "target",
    "measure",
    "limit",
    "share",
    "subject",
    "value",
    "at",
    "role",
    "desk",
    "kept",
)


def as_csv(row: Drill) -> str:
    """A line for each reading: what a person recounts by hand."""
    found = [csv_line(COLUMNS)]
    for one in row.score.get("figures", ()):
        told = one["target"]
        for reading in one["readings"]:
            cells = (
                row.name, row.scenario, told["code"], told["measure"], told["limit"], told["share"], reading["subject"],
                "" if reading["value"] is None else reading["value"], reading["at"] or "", reading["role"], reading.get("desk", ""),
                {True: "yes", False: "no", None: ""}[reading["kept"]],
            )  # fmt: skip
            found.append(csv_line(cells))
    return "".join(found)
