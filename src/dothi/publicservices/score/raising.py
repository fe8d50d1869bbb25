"""What would raise the score most, from the same counts: points that are still to be had, and where the dossiers lie that would bring them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dothi.publicservices.score.book import Formula
from dothi.publicservices.score.curves import Count, gained, needed, points

SHOWN = 12
PLACES = 8  # of one term


@dataclass(frozen=True, slots=True)
class Chance:
    """A term that is not full. `one`: points by the next one that meets the numerator; `full_after`: after how many it is full; `gain`: what
    those would add."""

    formula: Formula
    count: Count
    lost: Decimal
    one: Decimal
    full_after: int
    gain: Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """Where dossiers lie that do not meet a term's numerator: an agency or a procedure. `gain`: points if all of them did."""

    formula: Formula
    key: Any
    count: Count
    gain: Decimal


def chances(formulas: Sequence[Formula], counts: Mapping[str, Count]) -> list[Chance]:
    """The terms with points to be had, most first; those without a figure are not among them."""
    found = [_chance(one, counts[one.code]) for one in formulas if counts[one.code].den]
    return sorted((one for one in found if one.lost > 0), key=lambda one: (-one.lost, one.formula.code))


def _chance(one: Formula, count: Count) -> Chance:
    now = points(one.form, count)
    lost = one.form.max_points - now if now is not None else Decimal(0)
    wanted = needed(one.form, count)
    return Chance(one, count, lost, gained(one.form, count, 1), wanted, gained(one.form, count, wanted))


def places(
    formulas: Sequence[Formula],
    counts: Mapping[str, Count],
    split: Mapping[Any, Mapping[str, Count]],
    most: int = SHOWN,
) -> list[Place]:
    """Where the most points lie, over all terms: the whole's points if every one of a place's dossiers that does not meet it did."""
    found = [
        Place(one, key, of[one.code], gained(one.form, counts[one.code], of[one.code].missing))
        for one in formulas
        for key, of in split.items()
        if one.code in of and of[one.code].missing
    ]
    found = [one for one in found if one.gain > 0]
    return sorted(found, key=lambda one: (-one.gain, one.count.missing, one.formula.code, str(one.key)))[
        :most
    ]
