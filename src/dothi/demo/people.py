"""The demo's bodies, people and keys, made through the same actions as on the screens. Repeating changes nothing."""

from __future__ import annotations

import secrets
import string
from typing import Any

from dothi.accounts import actions as accounts
from dothi.accounts.models import Agency, ApiKey, Person
from dothi.demo import card as cards
from dothi.demo.card import Card
from dothi.demo.city import AgencyPlan, City, PersonPlan
from dothi.kernel import clock
from dothi.territory import queries as territory
from dothi.territory.models import Unit, UnitGroup

REASON = "dothi demo"
_SIGNS = "-_.:!"


def load_agencies(city: City) -> None:
    """Bodies in the order of the plan (parents first)."""
    standing = {agency.code: agency for agency in Agency.objects.all()}
    for plan in city.agencies:
        if plan.code not in standing:
            standing[plan.code] = _add_agency(plan, standing)


def _add_agency(plan: AgencyPlan, standing: dict[str, Agency]) -> Agency:
    return accounts.add_agency(
        plan.code,
        name_vi=plan.name_vi,
        name_en=plan.name_en,
        kind=plan.kind,
        parent=standing[plan.parent] if plan.parent else None,
        unit=_unit(plan.unit) if plan.unit else None,
        by=None,
        reason=REASON,
    )


def load_people(city: City, card: Card) -> None:
    """One login per role. A person whose password the card does not know gets a new one."""
    for plan in city.people:
        known = card.logins.get(plan.key)
        person = Person.objects.filter(username__iexact=plan.username).first()
        if person and known and person.check_password(known["password"]):
            continue
        password = new_password()
        if person is None:
            person = _invite(plan, password)
            _grant(person, plan, city)
        else:
            accounts.reset_password(person, by=None, password=password, temporary=False, reason=REASON)
        card.logins[plan.key] = {"user": plan.username, "password": password}


def _invite(plan: PersonPlan, password: str) -> Person:
    agency = Agency.objects.get(code=plan.agency)
    person, _ = accounts.invite_person(
        plan.username,
        plan.full_name,
        by=None,
        agency=agency,
        kind="administrator" if plan.role == "administrator" else "operational",
        title=plan.title,
        password=password,
        temporary=False,
        reason=REASON,
    )
    return person


def _grant(person: Person, plan: PersonPlan, city: City) -> None:
    area: dict[str, Any] = {}
    if plan.area == "group":
        area["group"] = UnitGroup.objects.filter(code=city.code).latest("valid_from")
    elif plan.area:
        area["unit"] = _unit(plan.area)
    if plan.own_agency:
        area["agency"] = person.agency
    accounts.grant_role(person, plan.role, by=None, reason=REASON, **area)


def load_keys(city: City, card: Card) -> None:
    """One key per kind; keys are shown once, so one that the card does not hold is issued anew."""
    for plan in city.keys:
        if not _stands(card.api_keys.get(plan.kind)):
            _, card.api_keys[plan.kind] = accounts.issue_key(
                plan.name, kind=plan.kind, origin=plan.origin, by=None, reason=REASON
            )
    if not _stands(cards.read_simulator_key()):
        _, key = accounts.issue_key(
            "Demo: bộ mô phỏng",
            kind="device",
            origin="simulated",
            agency=Agency.objects.get(code=city.fields[0].owner),
            by=None,
            reason=REASON,
        )
        cards.write_simulator_key(key)


def _stands(key: str | None) -> bool:
    return bool(key) and ApiKey.objects.filter(pk=str(key).partition(".")[0], revoked_at=None).exists()


def _unit(code: str) -> Unit:
    return territory.get_unit(code, clock.today())


def new_password() -> str:
    """Sixteen characters of all four kinds, without look-alikes."""
    groups = [
        [c for c in kind if c not in "Il1O0o"]
        for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    ]
    letters = [secrets.choice(groups[n % 3]) for n in range(15)]
    return "".join([*letters[:5], secrets.choice(_SIGNS), *letters[5:]])
