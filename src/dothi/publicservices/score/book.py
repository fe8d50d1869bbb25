"""The formulas in force, each with its conditions as safe SQL over a row `f`."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from dothi.kernel import kept
from dothi.kernel.errors import NotFound
from dothi.kernel.facts import Fact, Kind, condition
from dothi.publicservices.score.curves import Count, Form
from dothi.publicservices.score.models import Basis, Over, Scheme, ScoreTerm

_DOSSIER = {
    **dict.fromkeys(("channel", "state", "payment_state", "delivery_state", "sync_state", "procedure_level"), Kind.TEXT),
    **dict.fromkeys(
        ("fee", "digitised_papers", "total_papers", "supplement_count", "waiting_minutes", "handling_hours"), Kind.NUMBER
    ),
    **dict.fromkeys(
        ("paid_online", "e_result", "certified_copy", "reused_data", "stored_for_citizen", "population_data", "on_time"), Kind.FLAG
    ),
    **dict.fromkeys(("received_at", "handled_at", "due_at", "ends_at"), Kind.MOMENT),
}  # fmt: skip
_PROCEDURE = {
    "online_level": Kind.TEXT,
    **dict.fromkeys(("payment_online", "payment_integrated"), Kind.FLAG),
    **dict.fromkeys(("fee", "content_parts", "used", "used_online", "used_paid_online", "used_population"), Kind.NUMBER),
    **dict.fromkeys(
        ("decided_on", "published_on", "basis_effective_on", "announce_by", "publish_by", "period_first", "period_after"), Kind.DAY
    ),
}  # fmt: skip
_SURVEY = {
    "survey": Kind.TEXT, "service": Kind.TEXT, "month": Kind.DAY,
    **dict.fromkeys(("n_served", "n_invited", "n_answered", "n_judged", "n_satisfied"), Kind.NUMBER),
}  # fmt: skip


def _fact(name: str, at: str, columns: dict[str, Kind]) -> Fact:
    return Fact(name=name, at=at, columns=columns, permission="publicservices.view", changed="", origin="")


FACTS = {
    Over.DOSSIER: _fact("score_dossier_fact", "received_at", _DOSSIER),
    Over.PROCEDURE: _fact("score_procedure_fact", "decided_on", _PROCEDURE),
    Over.SURVEY: _fact("score_survey_fact", "month", _SURVEY),
}
_OPEN = _fact("score_dossier_fact", "received_at", {**_DOSSIER, "judged_at": Kind.MOMENT})


@dataclass(frozen=True, slots=True)
class Formula:
    """A row with its SQL: conditions over a row `f` that are never null. `counted`, `of`: rows of the numerator and of the denominator;
    `unknown`: rows of the denominator whose system does not tell; `open`: what counts of those that go on, by `f.judged_at`."""

    row: ScoreTerm
    counted: str
    of: str
    unknown: str
    open: str

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def form(self) -> Form:
        row = self.row
        return Form(row.curve, row.max_points, row.full_at, row.when_empty)

    @property
    def stamp(self) -> str:
        """Which formula this is: it changes with whatever the cells hold of it."""
        row = self.row
        said = (row.numerator, row.numerator_of, row.denominator, row.denominator_of, row.known, row.basis)
        return f"{row.code}@{row.valid_from}:{hashlib.sha256(repr(said).encode()).hexdigest()[:12]}"

    @property
    def sums(self) -> tuple[str, str, str]:
        """SQL of numerator, denominator and unknown as aggregates over `f`."""
        row = self.row
        return (
            _sum(row.numerator_of, self.counted),
            _sum(row.denominator_of, self.of),
            _sum(row.denominator_of, self.unknown),
        )


def _sum(of: str, where: str) -> str:
    return f"coalesce(sum(f.{of}) filter (where {where}), 0)" if of else f"count(*) filter (where {where})"


def formula_of(row: ScoreTerm) -> Formula:
    """Raises BadRequest that names the word that is not allowed."""
    if row.over == Over.NOTHING:
        return Formula(row, "false", "false", "false", "")
    fact = FACTS[Over(row.over)]
    for of in filter(None, (row.numerator_of, row.denominator_of)):
        condition(f"{of} >= 0", fact)  # a column of the fact that holds a number
    every = condition(row.denominator, fact).sql
    known = condition(row.known, fact).sql if row.known else "true"
    of = f"(({every}) is true and ({known}) is true)"
    return Formula(
        row,
        counted=f"({of} and ({condition(row.numerator, fact).sql}) is true)",
        of=of,
        unknown=f"(({every}) is true and ({known}) is not true)",
        open=f"({of} and ({condition(row.open_numerator, _OPEN).sql}) is true)" if row.open_numerator else "",
    )


@kept.kept(ScoreTerm)
def _standing(day: dt.date) -> dict[str, Formula]:
    found = sorted(ScoreTerm.current(day).values(), key=lambda row: (row.scheme, row.position, row.code))
    return {row.code: formula_of(row) for row in found}


def in_force(scheme: str, day: dt.date) -> list[Formula]:
    """The formulas of a scheme that hold on a day, in their order."""
    return [one for one in _standing(day).values() if one.row.scheme == scheme]


def get(code: str, day: dt.date) -> Formula:
    """Raises NotFound."""
    found = _standing(day).get(code)
    if found is None:
        raise NotFound("score-term-does-not-exist", code=code[:60], day=f"{day:%d/%m/%Y}")
    return found


@kept.kept(ScoreTerm)
def of_cells() -> dict[str, list[Formula]]:
    """By basis every version of every formula over dossiers: what the entries of cells are, in their order."""
    rows = ScoreTerm.objects.filter(over=Over.DOSSIER).order_by("pk")
    return {basis: [formula_of(row) for row in rows if row.basis == basis] for basis in Basis.values}


def layout() -> dict[str, list[str]]:
    """By basis the stamps of what the entries of cells are."""
    return {basis: [one.stamp for one in formulas] for basis, formulas in of_cells().items()}


def nothing(formulas: Iterable[Formula]) -> dict[str, Count]:
    return {one.code: Count() for one in formulas}


def ensure_terms() -> None:
    """Adds the formulas that are missing; what a city decided stays (idempotent)."""
    ScoreTerm.ensure(seeds())


def seeds() -> list[dict[str, Any]]:
    """The rows of `terms.toml`, in order."""
    told = tomllib.loads(files(__package__).joinpath("terms.toml").read_text(encoding="utf-8"))
    return [
        {**told["defaults"][one["scheme"]], **one, "position": place}
        for place, one in enumerate(told["term"])
    ]


SCHEMES = tuple(Scheme.values)
