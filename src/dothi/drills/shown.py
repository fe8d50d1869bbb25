"""A kept score as rows that people read: the same on the page, in the file and on the command line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dothi.drills.models import Drill
from dothi.drills.scoring.figures import met_of
from dothi.kernel import clock
from dothi.kernel.i18n import t
from dothi.kernel.sheets import csv_line

_SECONDS = ("answer", "sent", "arrived", "acknowledged", "opened", "warned")


def unit(measure: str) -> str:
    return "s" if measure in _SECONDS else "m" if measure == "place" else ""


def value(measure: str, number: float | None) -> str:
    """A figure with its unit; a dash where nothing was measured."""
    return "–" if number is None else f"{number:.0f} {unit(measure)}".strip()


def target(figure: dict[str, Any]) -> str:
    """≤ 15 s, 90 %"""
    one = figure["target"]
    share = f"{one['share']} %"
    if one["measure"] in ("kind", "joined"):
        return share
    sign = "≥" if one["measure"] == "noted" else "≤"
    return f"{sign} {value(one['measure'], one['limit'])}, {share}"


def met(figure: dict[str, Any]) -> str:
    """A string key."""
    return {True: "drills-met", False: "drills-missed", None: "drills-not-yet"}[figure["met"]]


def at(text: str | None) -> str:
    """The minute that a reading came from, as the clock on the wall showed it."""
    return f"{dt.datetime.fromisoformat(text).astimezone(clock.VIETNAM):%H:%M:%S}" if text else ""


def figures(row: Drill) -> list[dict[str, Any]]:
    """The figures of the score with what the screens need beside."""
    return [
        {
            **one,
            "name": f"drills-measure-{one['target']['measure']}",
            "told": target(one),
            "verdict": met(one),
            "half_said": value(one["target"]["measure"], one["half"]),
            "worst_said": value(one["target"]["measure"], one["worst"]),
            "rows": [
                {
                    **reading,
                    "said": value(one["target"]["measure"], reading["value"]),
                    "clock": at(reading["at"]),
                }
                for reading in one["readings"]
            ],
        }
        for one in row.score.get("figures", ())
    ]


def lines(row: Drill) -> list[str]:
    """For a terminal."""
    kept, n = met_of(row.score.get("figures", ()))
    found = [f"{row.name} · {row.scenario} · {row.state} · {kept}/{n}"]
    for one in figures(row):
        name = f"{t(one['name'])} ({one['target']['code']})"
        found.append(
            f"  {name:<46} {one['told']:<16} {one['kept']}/{one['n']:<4} {t(one['verdict']):<12}"
            f" {t('drills-half')} {one['half_said']}, {t('drills-worst')} {one['worst_said']}"
        )
    return found


def as_csv(row: Drill) -> str:
    """A line for each reading: what a person recounts by hand."""
    found = [
        csv_line(
            (
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
                "kept",
            )
        )
    ]
    for one in row.score.get("figures", ()):
        told = one["target"]
        for reading in one["readings"]:
            cells = (
                row.name, row.scenario, told["code"], told["measure"], told["limit"], told["share"], reading["subject"],
                "" if reading["value"] is None else reading["value"], reading["at"] or "", reading["role"],
                {True: "yes", False: "no", None: ""}[reading["kept"]],
            )  # fmt: skip
            found.append(csv_line(cells))
    return "".join(found)
