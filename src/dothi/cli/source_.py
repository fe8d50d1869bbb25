"""`dothi source list|rekey`: connected sources from the command line of the machine."""

from __future__ import annotations

import django
import typer

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """Every source: code, kind, how it stands · Các nguồn dữ liệu."""
    django.setup()
    from dothi.connectors.models import Source
    from dothi.connectors.queries_sources import shown

    for source in Source.objects.select_related("standing", "agency").order_by("code"):
        one = shown(source)
        value = one.standing.value_at.isoformat(timespec="seconds") if one.standing.value_at else "-"
        print(f"{source.code}\t{source.kind}\t{one.word}\t{value}\t{source.agency.code}\t{source.contact}")


@app.command("rekey")
def rekey() -> None:
    """Encrypts every secret by the first key of DOTHI_SOURCES_KEY · Mã hóa lại mọi bí mật bằng khóa đầu."""
    django.setup()
    from dothi.cameras import secrets as cameras
    from dothi.commands import actions_channels as devices
    from dothi.connectors import actions_sources as sources
    from dothi.notify import actions_channels as messages
    from dothi.reports import rekeying as reports

    print(sum(room.encrypt_anew() for room in (sources, devices, messages, cameras, reports)))
