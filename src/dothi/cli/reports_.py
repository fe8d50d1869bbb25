"""`dothi reports import FILE --mapping M`: recorded requests of another system become reports."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer

from dothi.cli.reports_mailbox import app as mailbox
from dothi.cli.reports_measure import app as measure

if TYPE_CHECKING:
    from dothi.reports.importing.storing import Tally

app = typer.Typer(no_args_is_help=True)
app.add_typer(measure, name="measure")
app.add_typer(mailbox, name="mailbox")
_SHOWN = 30


@app.callback()
def reports() -> None:
    """Citizens' reports from the command line · Phản ánh hiện trường."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, also .gz")],
    mapping: Annotated[
        str,
        typer.Option("--mapping", "-m", help="Mapping file (TOML), or one that comes along: baltimore, nyc"),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and count everything, write nothing")
    ] = False,
) -> None:
    """Brings recorded requests in with their own times. The same file again changes nothing."""
    django.setup()
    from dothi.kernel import clock
    from dothi.kernel.errors import BadRequest
    from dothi.reports.importing import mapping as mappings
    from dothi.reports.importing import reading, storing

    shipped = mappings.SHIPPED / f"{mapping}.toml"
    read = mappings.load(shipped if shipped.is_file() else Path(mapping))
    try:
        tally = storing.store(reading.rows(file, read), read, dry_run=dry_run)
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise BadRequest("report-import-file", file=file.name, why=str(error)[:200]) from error
    _tell(tally, dry_run=dry_run)
    if not dry_run:
        _tell_overdue(*storing.overdue(read.name, clock.now()))


def _tell(tally: Tally, *, dry_run: bool) -> None:
    from dothi.kernel.i18n import t

    typer.echo(
        t(
            "reports-import-summary", rows=tally.rows, stored=tally.stored, repeated=tally.repeated,
            refused=tally.refused.total(), outside=tally.outside, placeless=tally.placeless,
        )
    )  # fmt: skip
    for reason, count in tally.refused.most_common():
        line = t("reports-import-first-line", line=tally.first_line[reason])
        typer.echo(f"  {count:>9}  {t(f'reports-import-refused-{reason}')} ({line})")
    for key, names in (("reports-import-unmapped", tally.unmapped), ("reports-import-other", tally.other)):
        _list(t(key), names)
    if dry_run:
        typer.echo(t("reports-import-dry"))


def _list(title: str, names: Counter[str]) -> None:
    if names:
        typer.echo(title)
    for name, count in names.most_common(_SHOWN):
        typer.echo(f"  {count:>9}  {name}")
    if len(names) > _SHOWN:
        typer.echo(
            f"  {sum(names.values()) - sum(dict(names.most_common(_SHOWN)).values()):>9}  … ({len(names) - _SHOWN})"
        )


def _tell_overdue(late: int, every: int) -> None:
    from dothi.kernel import clock
    from dothi.kernel.i18n import t

    if every:
        at = f"{clock.now().astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
        typer.echo(
            t("reports-import-overdue", at=at, late=late, all=every, share=f"{100 * late / every:.2f}")
        )


@app.command("endpoint")
def endpoint(
    code: str,
    url: Annotated[str, typer.Argument(help="https://…/open311/v2")],
    pull: Annotated[bool, typer.Option("--pull", help="Bring their requests in")] = False,
    agency: Annotated[str, typer.Option(help="Code of ours: what it is given is handed over")] = "",
    key: Annotated[str, typer.Option(envvar="OPEN311_API_KEY", help="Their api_key")] = "",
    jurisdiction: str = "",
    form: Annotated[str, typer.Option(help="json or xml")] = "json",
    service: Annotated[list[str] | None, typer.Option(help="THEIRS=OURS, may be repeated")] = None,
) -> None:
    """Another city's or agency's Open311: set or changed. Every five minutes it is asked, by `dothi reports exchange` at once."""
    django.setup()
    from dothi.accounts.models import Agency
    from dothi.connectors.sources import secrets
    from dothi.connectors.sources.http import is_address
    from dothi.reports.open311.models import Endpoint

    if not is_address(url) or form not in Endpoint.Form.values:
        raise typer.BadParameter("url, form")
    pairs = [one.partition("=") for one in service or ()]
    told = {
        "url": url, "pulls": pull, "agency": Agency.objects.get(code=agency) if agency else None, "jurisdiction": jurisdiction,
        "api_key": secrets.encrypt(key) if key else "", "form": form, "services": {theirs: ours for theirs, _, ours in pairs},
        "stopped_at": None,
    }  # fmt: skip
    Endpoint.objects.update_or_create(code=code, defaults=told)


@app.command("endpoints")
def endpoints() -> None:
    """Each endpoint, how its last run went, and what could not be exchanged."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.reports.open311.models import Endpoint

    for one in Endpoint.objects.order_by("code"):
        ran = f"{one.ran_at:%H:%M %d/%m/%Y}" if one.ran_at else "–"
        typer.echo(
            t("open311-endpoint-line", code=one.code, url=one.url, ran=ran, trouble=one.trouble or "✓")
        )
        for letter in one.letters.order_by("-pk")[:_SHOWN]:
            typer.echo(f"  {letter.about}\t{letter.why}")


@app.command("exchange")
def exchange(code: Annotated[str, typer.Argument(help="One endpoint; none: all")] = "") -> None:
    """Asks and hands over now."""
    django.setup()
    from dothi.kernel.errors import NotFound
    from dothi.kernel.i18n import t
    from dothi.reports.open311 import exchange as exchanging
    from dothi.reports.open311.models import Endpoint

    rows = Endpoint.objects.filter(stopped_at__isnull=True).order_by("code")
    found = list(rows.filter(code=code) if code else rows)
    if code and not found:
        raise NotFound("open311-endpoint", code=code)
    for one in found:
        did = exchanging.run(one)
        typer.echo(
            t(
                "open311-exchange-summary", code=one.code, taken=did.taken, noted=did.noted, handed=did.handed, letters=did.letters
            )
        )  # fmt: skip
        if one.trouble:
            typer.echo(f"  {one.trouble}")
