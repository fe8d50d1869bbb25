"""`dothi user create|list|expire|password|unlock`: accounts from the machine itself, when no administrator can log in."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import django
import typer

app = typer.Typer(help="People: create, list, expire, password, unlock · Tài khoản")


@app.command("create")
def create(
    username: str,
    name: Annotated[str, typer.Option(help="Full name")],
    role: Annotated[
        list[str] | None, typer.Option(help="role[@area][/agency], may be repeated: ward-officer@26506")
    ] = None,
    agency: Annotated[str, typer.Option(help="Code of the agency")] = "",
    kind: Annotated[str, typer.Option(help="operational, administrator, technical, service or wall")] = "",
    password_stdin: Annotated[
        bool, typer.Option(help="Read the password from standard input; else one is made and printed")
    ] = False,
) -> None:
    """Opens an account; the temporary password is printed once."""
    django.setup()
    from django.db import transaction

    from dothi.accounts import actions
    from dothi.accounts.chart.plan import agency_of, role_of
    from dothi.accounts.forms import read_area
    from dothi.accounts.models import Person
    from dothi.kernel import clock
    from dothi.kernel.audit.context import change

    with change(source="cli:user create"), transaction.atomic():
        wanted = [role_of(text) for text in role or []]
        kind = kind or (
            Person.Kind.ADMINISTRATOR
            if any(found.administrative for found, _, _ in wanted)
            else Person.Kind.OPERATIONAL
        )
        given = sys.stdin.readline().rstrip("\n") if password_stdin else None
        person, password = actions.invite_person(
            username,
            name,
            agency=agency_of(agency),
            kind=kind,
            password=given,
            temporary=not password_stdin,
            by=None,
        )
        for found, area, of in wanted:
            unit, group = read_area(area, clock.today())
            actions.grant_role(person, found, unit=unit, group=group, agency=of, by=None)
    typer.echo(f"{person.username}" if password_stdin else f"{person.username} {password}")


@app.command("list")
def list_people(ended: Annotated[bool, typer.Option(help="Also those who ended")] = False) -> None:
    """Everybody with roles and last day."""
    django.setup()
    from rich.console import Console
    from rich.table import Table

    from dothi.accounts import queries
    from dothi.accounts.chart.sheet import role_text
    from dothi.kernel.permissions import Grant, Scope

    table = Table("username", "name", "agency", "roles", "last day", "last used")
    for person in queries.find_people(Scope((Grant(None, None),)), state="all" if ended else ""):
        roles = ", ".join(role_text(grant) for grant in getattr(person, "current_grants", []))
        agency = person.agency.code if person.agency else ""
        table.add_row(
            person.username,
            person.full_name,
            agency,
            roles,
            str(person.ends_on or ""),
            str(person.last_seen_on or ""),
        )
    Console().print(table)


@app.command("expire")
def expire(
    username: str,
    last_day: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The account's last day; default: at once"),
    ] = None,
    reason: Annotated[str, typer.Option(help="Kept in the history")] = "",
) -> None:
    """Ends an account and its roles."""
    django.setup()
    from dothi.accounts import actions, queries
    from dothi.kernel.audit.context import change

    with change(source="cli:user expire", reason=reason):
        actions.expire_person(
            queries.get_person(username),
            last_day=last_day.date() if last_day else None,
            by=None,
            reason=reason,
        )


@app.command("password")
def password(
    username: str,
    password_stdin: Annotated[
        bool, typer.Option(help="Read it from standard input; else a temporary one is made and printed")
    ] = False,
) -> None:
    """A new password; also frees a locked name."""
    django.setup()
    from dothi.accounts import actions, queries
    from dothi.kernel.audit.context import change

    given = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with change(source="cli:user password"):
        made = actions.reset_password(
            queries.get_person(username), password=given, temporary=given is None, by=None
        )
    if given is None:
        typer.echo(made)


@app.command("unlock")
def unlock(username: str) -> None:
    """Frees a name that was locked by wrong tries."""
    django.setup()
    from dothi.accounts import actions, queries
    from dothi.kernel.audit.context import change

    with change(source="cli:user unlock"):
        actions.unlock_person(queries.get_person(username), by=None)
