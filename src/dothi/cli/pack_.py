"""`dothi pack check|diff|load|unload|list|new`: fields of city life as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import django
import typer

if TYPE_CHECKING:
    from dothi.packs.folder import PackFolder

app = typer.Typer(no_args_is_help=True)
Pack = Annotated[str, typer.Argument(help="Code of a shipped pack, or a folder")]
Code = Annotated[str, typer.Argument(help="Code of a pack that was loaded")]
Version = Annotated[str, typer.Option(help="A version that was loaded before, instead of the folder")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Change the running centre without asking")]
English = Annotated[bool, typer.Option("--english", help="Say it in English")]


@app.command("check")
def check(pack: Pack, english: English = False) -> None:
    """Says what is wrong with a pack: file, line and remedy."""
    _ready(english)
    from dothi.kernel.i18n import t
    from dothi.packs.actions import find_folder
    from dothi.packs.check import check_pack
    from dothi.packs.check.strings import words_wanted
    from dothi.packs.folder import read_pack

    read = read_pack(find_folder(pack))
    complaints = sorted(check_pack(read), key=lambda one: (one.file, one.line))
    for one in complaints:
        said = t(one.key, **{name: str(value) for name, value in one.fields.items()})
        typer.echo(f"{one.place}: {said}")
    if complaints:
        typer.secho(t("packs-check-bad", code=read.code, count=len(complaints)), fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(t("packs-check-good", code=read.code))
    for key in words_wanted(read):
        typer.echo(f"    {t('packs-check-word-wanted', key=key)}")
    _say_quality(read)


@app.command("diff")
def diff(pack: Pack, version: Version = "", english: English = False) -> None:
    """Says in words what loading would change in the running centre; changes nothing."""
    _ready(english)
    from dothi.packs.actions import refuse_wrong

    wanted = _wanted(pack, version)
    refuse_wrong(wanted)  # of files that cannot be read it would say that they go
    _say_differences(wanted)


@app.command("load")
def load(pack: Pack, version: Version = "", yes: Yes = False, english: English = False) -> None:
    """Puts a pack in force, after showing what changes; the same pack again changes nothing."""
    _ready(english)
    from dothi.kernel.i18n import t
    from dothi.packs.actions import put_in_force, refuse_wrong

    wanted = _wanted(pack, version)
    refuse_wrong(wanted)
    if _say_differences(wanted) and not yes:
        typer.confirm(t("packs-ask-load", code=wanted.code, version=wanted.version), abort=True)
    row, changed = put_in_force(wanted, by=None)
    typer.echo(t("packs-loaded" if changed else "packs-unchanged", code=row.code, version=row.version))


@app.command("unload")
def unload(code: Code, yes: Yes = False, english: English = False) -> None:
    """Takes the last load of a pack back: what was in force before stands again."""
    _ready(english)
    from dothi.kernel.i18n import t
    from dothi.packs.actions import last_load, take_back
    from dothi.packs.compare import before_last
    from dothi.packs.folder import pack_of

    last = last_load(code)
    _say_differences(before_last(code) or pack_of(code, {}))
    if not yes:
        typer.confirm(t("packs-ask-unload", code=code), abort=True)
    row = take_back(code, by=None, shown=last)
    typer.echo(t("packs-returned", code=code, version=row.version) if row else t("packs-gone", code=code))


@app.command("new")
def new(
    code: Annotated[str, typer.Argument(help="Code of the new pack: lower-case letters, digits, hyphens")],
    into: Annotated[Path, typer.Option(help="Where its folder is made")] = Path(),
    type_: Annotated[str, typer.Option("--type", help="A first entity type, like WasteContainer")] = "",
    english: English = False,
) -> None:
    """Makes the folder of a new pack, which passes the check; what is missing stands on its quality list."""
    _ready(english)
    from dothi.kernel.i18n import t
    from dothi.packs.new import new_pack

    typer.echo(t("packs-made", folder=str(new_pack(code, into, type_=type_))))


@app.command("list")
def list_packs() -> None:
    """Lists the packs that are loaded."""
    _ready(english=False)
    from dothi.packs.models import LoadedPack

    for row in LoadedPack.objects.order_by("code"):
        typer.echo(f"{row.code}\t{row.version}\t{row.loaded_at:%Y-%m-%d %H:%M}Z")


def _ready(english: bool) -> None:
    django.setup()
    from django.utils.translation import activate

    activate("en" if english else "vi")


def _wanted(pack: str, version: str) -> PackFolder:
    """A folder as it is now, or a version as it was loaded. Raises NotFound."""
    from dothi.packs.actions import find_folder, find_version
    from dothi.packs.folder import read_pack

    return find_version(pack, version) if version else read_pack(find_folder(pack))


def _say_differences(wanted: PackFolder) -> bool:
    """What would change, thing by thing; whether anything would."""
    from dothi.kernel.i18n import t
    from dothi.packs.compare import differences, in_force

    found = differences(in_force(wanted.code), wanted)
    for one in found:
        typer.secho(one.said, bold=True)
        for line in one.details:
            typer.echo(f"    {line}")
    if not found:
        typer.echo(t("packs-diff-none", code=wanted.code, version=wanted.version))
    return bool(found)


def _say_quality(pack: PackFolder) -> None:
    from dothi.kernel.i18n import t
    from dothi.packs.quality import State, points_of

    for point in points_of(pack):
        if point.state is not State.DONE:
            why = f" ({point.said})" if point.said else ""
            typer.echo(f"    {t(f'packs-mark-{point.state}')}: {t(f'packs-point-{point.name}')}{why}")
