"""`dothi pack check|load|list`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import django
import typer

app = typer.Typer()


@app.command("check")
def check(pack: Annotated[str, typer.Argument(help="Code of a shipped pack, or a folder")]) -> None:
    """Says what is wrong with a pack: file, line or key, and remedy."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.packs.actions import find_folder
    from dothi.packs.check import check_pack
    from dothi.packs.folder import read_pack

    read = read_pack(find_folder(pack))
    complaints = check_pack(read, checks())
    for one in complaints:
        typer.echo(
            f"{one.file}:{one.where}: {t(one.key, **{name: str(value) for name, value in one.fields.items()})}"
        )
    if complaints:
        typer.secho(t("packs-check-bad", code=read.code, count=len(complaints)), fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(t("packs-check-good", code=read.code))


@app.command("load")
def load(pack: Annotated[str, typer.Argument(help="Code of a shipped pack, or a folder")]) -> None:
    """Loads a pack into the running centre; the same pack again changes nothing."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.packs.actions import find_folder, load_pack

    row, changed = load_pack(find_folder(pack), by=None, checks=checks(), loaders={"rules": load_rules})
    typer.echo(t("packs-loaded" if changed else "packs-unchanged", code=row.code, version=row.version))


@app.command("list")
def list_packs() -> None:
    """Lists the packs that are loaded."""
    django.setup()
    from dothi.packs.models import LoadedPack

    for row in LoadedPack.objects.order_by("code"):
        typer.echo(f"{row.code}\t{row.version}\t{row.loaded_at:%Y-%m-%d %H:%M}Z")


def checks() -> Any:
    """The checks of rules and mappings, which live in rooms beside the packs."""
    from dothi.connectors.files.mapping import load as load_mapping
    from dothi.packs.check import Checks
    from dothi.rules.pack_check import check_rule

    def mapping(path: Path) -> list[tuple[str, str, str | None]]:
        read = load_mapping(path)
        return [(read.type, one.name, one.unit) for one in read.attributes]

    return Checks(rule=check_rule, mapping=mapping)


def load_rules(pack: str, version: str, tables: list[dict[str, Any]]) -> list[str]:
    """Hands a pack's rules to their room."""
    from dothi.rules import loading

    return loading.load_rules(pack, version, tables).codes
