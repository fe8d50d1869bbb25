"""`dothi apikey create|list|revoke`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import django
import typer

if TYPE_CHECKING:
    from dothi.accounts.models import ApiKey

app = typer.Typer(help="API keys: create, list, revoke · Khóa API")


@app.command("create")
def create(
    name: str,
    kind: Annotated[str, typer.Option(help="read, write, device, admin, telephony or reports")] = "read",
    agency: Annotated[str, typer.Option(help="Code of the agency that owns its values")] = "",
    type_: Annotated[
        list[str] | None, typer.Option("--type", help="Entity type, may be repeated; none: all")
    ] = None,
    prefix: Annotated[
        list[str] | None, typer.Option(help="Prefix of entity ids, may be repeated; none: all")
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(help="NGSI-LD scope, wildcards /+ and /#, may be repeated; none: all"),
    ] = None,
    sees: Annotated[
        list[str] | None, typer.Option(help="Attribute it may see (name or IRI), may be repeated; none: all")
    ] = None,
    writes: Annotated[
        list[str] | None,
        typer.Option(help="Attribute it may write, may be repeated (also scope, type); none: those it sees"),
    ] = None,
    tenant: Annotated[
        list[str] | None,
        typer.Option(help="NGSI-LD tenant, may be repeated; none: the default one, an admin key all"),
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(help="Code of a unit (as of today), may be repeated; none: everywhere")
    ] = None,
    origin: Annotated[str, typer.Option(help="live, replayed, simulated, estimated or typed")] = "live",
) -> None:
    """Issues a key and prints it whole (`<id>.<secret>`): only this once."""
    django.setup()
    from dothi.accounts import actions
    from dothi.accounts.chart.plan import agency_of
    from dothi.kernel import clock
    from dothi.kernel.audit.context import change
    from dothi.territory import queries as territory

    units = [territory.get_unit(code, clock.today()) for code in unit or []]
    with change(source="cli:apikey create"):
        _, text = actions.issue_key(
            name,
            kind=kind,
            agency=agency_of(agency),
            entity_types=type_ or [],
            entity_prefixes=prefix or [],
            scopes=scope or [],
            attributes_seen=sees or [],
            attributes_written=writes or [],
            tenants=tenant or [],
            units=units,
            origin=origin,
            by=None,
        )
    typer.echo(text)


@app.command("list")
def list_keys() -> None:
    """All keys; never their secrets."""
    django.setup()
    from rich.console import Console
    from rich.table import Table

    from dothi.accounts.models import ApiKey

    table = Table("id", "name", "kind", "agency", "limits", "origin", "ends", "revoked")
    for key in ApiKey.objects.select_related("agency").order_by("created_at"):
        agency, ends, revoked = (
            key.agency.code if key.agency else "",
            str(key.valid_to or ""),
            str(key.revoked_at or ""),
        )
        table.add_row(
            key.pk,
            key.name,
            key.kind,
            agency,
            _limits(key),
            key.origin,
            ends,
            revoked,
        )
    Console().print(table)


def _limits(key: ApiKey) -> str:
    """What limits a key, a line for each kind of limit."""
    kinds = {
        "types": key.entity_types,
        "prefixes": key.entity_prefixes,
        "units": [line.unit.code for line in key.reach.select_related("unit")],
        "scopes": key.scopes,
        "sees": key.attributes_seen,
        "writes": key.attributes_written,
        "tenants": key.tenants,
    }
    return "\n".join(f"{kind}: {', '.join(values)}" for kind, values in kinds.items() if values)


@app.command("revoke")
def revoke(key_id: str, reason: Annotated[str, typer.Option(help="Kept in the history")] = "") -> None:
    """Ends a key; running processes refuse it within 30 s."""
    django.setup()
    from dothi.accounts import actions, queries
    from dothi.kernel.audit.context import change

    with change(source="cli:apikey revoke", reason=reason):
        actions.revoke_key(queries.get_key(key_id), by=None, reason=reason)
