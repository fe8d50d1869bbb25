"""`dothi reports measure …`: how well proposals fit what others recorded, each figure with its method and n."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer

if TYPE_CHECKING:  # what is measured is read once Django stands
    from dothi.reports.measuring.duplicates import Told, Tried
    from dothi.reports.measuring.routing import Routed
    from dothi.reports.measuring.words import Answers

app = typer.Typer(no_args_is_help=True)


@app.callback()
def measure() -> None:
    """How well proposals fit what was recorded · Đo độ đúng của đề xuất."""


@app.command("requests")
def requests(
    file: Annotated[Path, typer.Argument(help="A file that `dothi reports import` reads")],
    mapping: Annotated[str, typer.Option("--mapping", "-m", help="Its mapping: a file, or baltimore, nyc")],
    every: Annotated[
        int, typer.Option(min=1, help="Duplicates: all that are marked and one request in so many ask")
    ] = 1,
) -> None:
    """Who gets it and what is proposed as the same, beside what was recorded. Nothing of the file stays in the database."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.reports.importing import mapping as mappings
    from dothi.reports.measuring import bringing, duplicates, routing

    shipped = mappings.SHIPPED / f"{mapping}.toml"
    read = mappings.load(shipped if shipped.is_file() else Path(mapping))
    rows = bringing.every(file, read)
    worded = "text" in read.columns and read.columns["text"] != read.columns["service"]
    _tell_routing(routing.measured(rows, read.names, worded=worded))
    if "closed_as" not in read.columns:
        typer.echo(t("reports-measure-duplicates-unknown"))
        return
    told = duplicates.asked(rows, read, every)
    typer.echo(t("reports-measure-duplicates", unplaced=duplicates.unplaced(rows)))
    for part in duplicates.PARTS:
        _tell_duplicates(part, duplicates.tell(told, part))
    if every == 1:
        _tell_tried(duplicates.tried(told))


def _tell_routing(found: Routed) -> None:
    from dothi.kernel.i18n import t
    from dothi.reports.measuring import routing
    from dothi.reports.measuring.scores import macro

    typer.echo(
        t("reports-measure-routing", learned=f"{100 * routing.LEARNED:.0f}", n=found.asked, unnamed=found.unnamed,
          areas=found.rows[routing.AREA], categories=found.rows[routing.CATEGORY])
    )  # fmt: skip
    for name, way in found.ways.items():
        decided = ", ".join(
            f"{t(f'reports-measure-decided-{level}')} {n}" for level, n in way.decided.most_common()
        )
        typer.echo(t(f"reports-measure-way-{name}", left=way.left, decided=decided or "–"))
        whole, *agencies = way.scores
        _tell_score("micro", whole.precision, whole.recall, whole.recorded)
        precision, recall, classes = macro(way.scores)
        _tell_score(f"macro ({classes})", precision, recall, whole.recorded)
        for one in agencies if name != routing.FLOOR else ():
            _tell_score(f"  {one.name}", one.precision, one.recall, one.recorded)
    if found.worded:
        first, among = (f"{n / found.worded:.3f}" for n in (found.first, found.among))
        typer.echo(t("reports-measure-category-words", n=found.worded, first=first, among=among))
    else:
        typer.echo(t("reports-measure-no-words"))


def _tell_duplicates(part: str, told: Told) -> None:
    from dothi.kernel.i18n import t

    at = ", ".join(
        f"@{top} {_share(n / told.findable if told.findable else None)}" for top, n in told.at.items()
    )
    shown = _share(told.shown / told.marked if told.marked else None)
    typer.echo(
        t("reports-measure-duplicates-part", part=part, marked=told.marked, shown=shown, findable=told.findable, at=at,
          precision=_share(told.score.precision), mean=f"{told.mean:.2f}", p95=told.p95, n=told.n)
    )  # fmt: skip


def _tell_tried(found: Sequence[Tried]) -> None:
    from dothi.kernel.i18n import t
    from dothi.reports.measuring import duplicates

    typer.echo(t("reports-measure-tried", least=duplicates.LEAST, categories=len(found)))
    for one in found:
        shares = "\t".join(f"{duplicates.f1(score):.3f}" for score in (*one.dev, *one.test))
        held, chosen = (f"{limits.metres} m {limits.days} d" for limits in (one.held, one.chosen))
        typer.echo(f"  {one.category:<40}\t{held} → {chosen}\t{shares}\tn={one.test[0].recorded}")
    for score in duplicates.together(found):
        _tell_score(f"test, F1 {duplicates.f1(score):.3f}", score.precision, score.recall, score.recorded)


@app.command("addresses")
def addresses(
    file: Annotated[
        Path, typer.Argument(help="CSV, also .gz, with ward, district, province of before 1/7/2025")
    ],
    most: Annotated[int, typer.Option(help="Rows of each part")] = 300,
) -> None:
    """Addresses placed in the right commune of today, beside the library vietnamadminunits; of the provinces in the database."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.reports.measuring import addresses as measuring

    asked, without = measuring.with_truth(measuring.rows(file))
    typer.echo(
        t("reports-measure-addresses", n=len(asked), without=without, library=measuring.library_named())
    )
    for part, kinds in measuring.measured(asked, most).items():
        for kind, one in kinds.items():
            shares = "\t".join(
                f"{number / one.n:.3f}" for number in (one.right, one.listed, one.theirs, one.theirs_none)
            )
            typer.echo(f"  {part}\t{kind:<22}\t{shares}\tn={one.n}")


def _tell_score(name: str, precision: float | None, recall: float | None, recorded: int) -> None:
    typer.echo(f"  {name:<30}\t{_share(precision)}\t{_share(recall)}\tn={recorded}")


def _share(one: float | None) -> str:
    return "–" if one is None else f"{one:.3f}"


@app.command("words")
def words(file: Annotated[Path, typer.Argument(help="CSV with category and text")]) -> None:
    """What the form proposes for sentences whose category is known, with accents and without, by the packs in force."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.reports.measuring import words as measuring

    told = measuring.sentences(file)
    typer.echo(t("reports-measure-words"))
    for (part, how), kinds in measuring.measured(told).items():
        for kind, one in kinds.items():
            _tell_answers(f"{part}\t{how:<7}\t{kind:<40}", one)
    _tell_answers(f"{t('reports-measure-words-floor'):<40}", measuring.floor(told))


def _tell_answers(name: str, one: Answers) -> None:
    shares = "\t".join(
        _share(number / one.n if one.n else None) for number in (one.first, one.among, one.none)
    )
    typer.echo(f"  {name}\t{shares}\t{one.called}\t{one.astray}\tn={one.n}")
