"""`dothi reports mailbox …`: the mailboxes that citizens write to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import django
import typer

if TYPE_CHECKING:
    from dothi.reports.email.models import Mailbox

app = typer.Typer(no_args_is_help=True)


@app.callback()
def mailbox() -> None:
    """Mailboxes that reports come in by · Hộp thư nhận phản ánh."""


@app.command("set")
def set_(
    code: str,
    host: Annotated[str, typer.Argument(help="imap.example.vn")],
    address: Annotated[str, typer.Option(help="The address that citizens write to")],
    agency: Annotated[str, typer.Option(help="Code of the agency whose desk looks at what waits")],
    category: Annotated[str, typer.Option(help="<pack>.<category> of a letter whose words say none")],
    username: Annotated[str, typer.Option(help="None: the address")] = "",
    password: Annotated[str, typer.Option(envvar="MAILBOX_PASSWORD", help="Kept encrypted")] = "",
    port: int = 993,
    security: Annotated[str, typer.Option(help="tls or starttls")] = "tls",
    folder: str = "INBOX",
    name: str = "",
) -> None:
    """Describes a mailbox, new or anew. Letters from now on are read, each minute."""
    django.setup()
    from dothi.accounts.models import Agency
    from dothi.kernel.audit.context import change
    from dothi.reports.email import actions

    owner = Agency.objects.filter(code=agency).first()
    if owner is None:
        raise typer.BadParameter(f"agency {agency}")
    told = {
        "name": name or address, "address": address, "host": host, "port": str(port), "security": security,
        "username": username or address, "folder": folder, "category": category,
    }  # fmt: skip
    with change(source="cli:reports"):
        actions.set_mailbox(code, told, agency=owner, password=password, by=None)


@app.command("list")
def list_() -> None:
    """Each mailbox, when it was last read, and what is in the way."""
    django.setup()
    from dothi.kernel.i18n import t
    from dothi.reports.email.models import Mail, Mailbox

    for one in Mailbox.objects.order_by("code"):
        read = f"{one.worked_at:%H:%M %d/%m/%Y}" if one.worked_at else "–"
        waiting = one.mails.filter(state=Mail.State.ASIDE).count()
        state = (
            "–" if one.stopped_at else t(f"error-{one.trouble}", **one.trouble_fields) if one.trouble else "✓"
        )
        typer.echo(
            t(
                "reports-mailbox-line",
                code=one.code,
                address=one.address,
                read=read,
                waiting=waiting,
                state=state,
            )
        )


@app.command("read")
def read(code: Annotated[str, typer.Argument(help="One mailbox; none: all")] = "") -> None:
    """Reads now."""
    django.setup()
    from dothi.kernel.audit.context import change
    from dothi.kernel.i18n import t
    from dothi.reports.email import reading

    for one in _chosen(code):
        with change(source="cli:reports"):
            did = reading.run(one)
        typer.echo(
            t(
                "reports-mailbox-summary", code=one.code, reports=did.reports, notes=did.notes, aside=did.aside,
                ignored=did.ignored, known=did.known,
            )
        )  # fmt: skip
        if one.trouble:
            typer.echo(f"  {t(f'error-{one.trouble}', **one.trouble_fields)}")


@app.command("stop")
def stop(code: str) -> None:
    """It is read no more until `start`."""
    _switch(code, on=False)


@app.command("start")
def start(code: str) -> None:
    """It is read again; also what came meanwhile."""
    _switch(code, on=True)


def _switch(code: str, *, on: bool) -> None:
    django.setup()
    from dothi.kernel.audit.context import change
    from dothi.reports.email import actions

    for one in _chosen(code, stopped=on):
        with change(source="cli:reports"):
            actions.switch(one, on=on, by=None)


def _chosen(code: str, *, stopped: bool = False) -> list[Mailbox]:
    """Those that are read, or that were stopped. Raises NotFound."""
    from dothi.kernel.errors import NotFound
    from dothi.reports.email.models import Mailbox

    rows = Mailbox.objects.filter(stopped_at__isnull=not stopped).order_by("code")
    found = list(rows.filter(code=code) if code else rows)
    if code and not found:
        raise NotFound("mail-no-mailbox", code=code[:40])
    return found
