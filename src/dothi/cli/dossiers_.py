"""`dothi dossiers`: feeds, catalogues of procedures and agency codes, and files of dossiers into the mirror."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer

from dothi.cli import dossiers_generate

if TYPE_CHECKING:
    from dothi.publicservices.mirroring.storing import Mirror

app = typer.Typer(no_args_is_help=True)
app.command("generate")(dossiers_generate.generate)
app.command("forget-generated")(dossiers_generate.forget_generated)


@app.callback()
def dossiers() -> None:
    """One-stop dossiers from the command line · Hồ sơ một cửa."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet, also .gz")],
    mapping: Annotated[Path, typer.Option("--mapping", "-m", help="Mapping file (TOML)")],
    told: Annotated[
        int | None, typer.Option("--told", min=0, help="How many dossiers the system says it holds")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read, judge and count everything, write nothing")
    ] = False,
) -> None:
    """Mirrors the dossiers of a file. The same file again changes nothing."""
    django.setup()
    from dothi.publicservices.mirroring import files
    from dothi.publicservices.mirroring import mapping as mappings

    progress = _show if sys.stderr.isatty() else None
    _tell(files.import_file(file, mappings.load(mapping), told=told, dry=dry_run, progress=progress))


@app.command("feed")
def feed(
    code: Annotated[str, typer.Argument(help="Lower case, with hyphens: mot-cua-tinh")],
    name: Annotated[str, typer.Option("--name", help="What the system is called, in Vietnamese")],
    name_en: Annotated[str, typer.Option("--name-en", help="The same in English")] = "",
    agency: Annotated[str, typer.Option("--agency", help="Code of the agency that answers for it")] = "",
    source: Annotated[
        str, typer.Option("--source", help="Code of the connected source that delivers it")
    ] = "",
    origin: Annotated[
        str, typer.Option("--origin", help="live, replayed, simulated, estimated or typed")
    ] = "live",
) -> None:
    """Says what a feed is; said again it is described anew."""
    django.setup()
    from dothi.publicservices.actions import describe_feed

    typer.echo(
        str(
            describe_feed(
                code, name_vi=name, name_en=name_en, agency=agency, origin=origin, source=source, by=None
            )
        )
    )


@app.command("procedures")
def procedures(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with a heading: code, valid_from, name_vi, limit, fee, online_level, source …"
        ),
    ],
) -> None:
    """Versions of procedures, each once for its code and day; one that stands is not changed."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.publicservices.cataloguing import load_procedures

    added, standing = load_procedures(file)
    typer.echo(t("publicservices-catalogue-loaded", added=added, standing=standing))


@app.command("agencies")
def agencies(
    file: Annotated[
        Path,
        typer.Argument(help="CSV with a heading: code, valid_from, name, agency, unit, parent, source …"),
    ],
) -> None:
    """Codes of agencies by QĐ 20/2020 with their period, and whose they are here."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.publicservices.cataloguing import load_agency_codes

    added, standing = load_agency_codes(file)
    typer.echo(t("publicservices-catalogue-loaded", added=added, standing=standing))


def _show(part: float, rows: int) -> None:
    typer.echo(f"\r{part:6.1%} {rows:>9}", nl=False, err=True)


def _tell(mirror: Mirror) -> None:
    from dothi.kernel.i18n import t
    from dothi.publicservices import wording

    tally = mirror.tally
    counts = {name: getattr(tally, name) for name in ("rows", "stored", "same", "refused", "flagged")}
    typer.echo(t("publicservices-import-dry" if mirror.dry else "publicservices-import-done", **counts))
    for reason, count in tally.reasons.most_common():
        typer.echo(f"  {count:>9}  {wording.reason(reason)}")
    for flag, count in tally.flags.most_common():
        typer.echo(f"  {count:>9}  {t(f'publicservices-flag-{flag}')}")
