"""API keys: issue (the secret is shown once) and revoke."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from dothi.accounts import delegation, keys
from dothi.accounts.actions.action import action
from dothi.accounts.key_limits import checked_attributes, checked_scopes, checked_tenants, given
from dothi.accounts.models import Agency, ApiKey, ApiKeyUnit, Person
from dothi.kernel import clock, ids, locks
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.territory.models import Unit


@action
def issue_key(
    name: str,
    *,
    kind: str,
    by: Person | None,
    agency: Agency | None = None,
    entity_types: Iterable[str] = (),
    entity_prefixes: Iterable[str] = (),
    scopes: Iterable[str] = (),
    attributes_seen: Iterable[str] = (),
    attributes_written: Iterable[str] = (),
    tenants: Iterable[str] = (),
    units: Iterable[Unit] = (),
    origin: str = "live",
    valid_to: dt.datetime | None = None,
    reason: str = "",
) -> tuple[ApiKey, str]:
    """A new key and its whole text `<id>.<secret>`, shown this once.

    Raises BadRequest (kind, origin, name, the form of a limit), NotAllowed (beyond scope), Conflict when a living key has this
    name: a form sent twice would leave a second secret that nobody keeps.
    """
    areas, of_tenants = list(units), checked_tenants(tenants)
    if kind not in ApiKey.Kind.values:
        raise BadRequest("accounts-kind-unknown", kind=kind)
    if origin not in {"live", "replayed", "simulated", "estimated", "typed"}:
        raise BadRequest("accounts-origin-unknown", origin=origin)
    if not name.strip():
        raise BadRequest("accounts-key-name-missing")
    _check_reach(by, areas, agency, of_tenants)
    _check_name(name.strip())
    secret = ids.new_secret()
    key = ApiKey.objects.create(
        id=f"k{ids.new_secret(9)}".replace("_", "a").replace("-", "b"),
        secret_sha256=keys.digest(secret),
        kind=kind,
        name=name.strip(),
        agency=agency,
        entity_types=given(entity_types),
        entity_prefixes=given(entity_prefixes),
        scopes=checked_scopes(scopes) or None,
        attributes_seen=checked_attributes(attributes_seen) or None,
        attributes_written=checked_attributes(attributes_written) or None,
        tenants=of_tenants or None,
        origin=origin,
        created_at=clock.now(),
        created_by=by,
        valid_to=valid_to,
    )
    for unit in areas:
        ApiKeyUnit.objects.create(key=key, unit=unit)
    return key, f"{key.pk}.{secret}"


@action
def revoke_key(key: ApiKey, *, by: Person | None, reason: str = "") -> None:
    """Ends a key; other processes notice within 30 s. Raises Conflict when it was revoked before."""
    _check_keys(by, [reach.unit for reach in key.reach.select_related("unit")], key.agency)
    if not ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
        raise Conflict("accounts-key-revoked", key=key.pk)
    keys.forget()


def _check_name(name: str) -> None:
    locks.hold(f"api key {name}")
    living = Q(valid_to__isnull=True) | Q(valid_to__gt=clock.now())
    if ApiKey.objects.filter(living, name=name, revoked_at__isnull=True).exists():
        raise Conflict("accounts-key-name-taken", name=name)


def _check_reach(by: Person | None, units: list[Unit], agency: Agency | None, tenants: list[str]) -> None:
    """A key reaches no further than the right of its maker. Its agency owns what it makes but does not limit it, so a right
    limited to an agency issues no key, and nobody issues one in the name of an agency that they do not manage. Areas and
    agencies are those of the default tenant: into another one lets only who manages keys everywhere."""
    if by is None:
        return
    scope = by.scope("keys.manage")
    if tenants and not scope.everywhere:
        raise NotAllowed("accounts-key-tenant-beyond")
    lines = [delegation.line_of(unit, None, None) for unit in units] or [delegation.line_of(None, None, None)]
    named = agency is None or scope.covers(agency.unit_id, agency.pk)
    if not named or not all(scope.contains(line) for line in lines):
        raise NotAllowed("accounts-key-outside-scope")


def _check_keys(by: Person | None, units: list[Unit], agency: Agency | None) -> None:
    """Who may end a key: whose right covers its area or its agency."""
    if by is None:
        return
    scope = by.scope("keys.manage")
    lines = [delegation.line_of(unit, None, agency) for unit in units] or [
        delegation.line_of(None, None, agency)
    ]
    if not all(scope.contains(line) for line in lines):
        raise NotAllowed("accounts-key-outside-scope")
