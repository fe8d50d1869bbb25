"""From the lines of a chart to what changes: each line is tried as it would be done, and a dry run undoes all of it.

So a dry run finds exactly what the real run would refuse, rights included, and names the line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from dothi.accounts import actions
from dothi.accounts.actions.people import open_account
from dothi.accounts.chart.sheet import Line, day_of, role_text
from dothi.accounts.forms import read_area
from dothi.accounts.models import Agency, Person, Role, RoleGrant
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, DothiError, NotFound
from dothi.kernel.i18n import message_of, t


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one person: `act` is invite, move, change, grant, end-grant or expire; `detail` in words."""

    line: int
    act: str
    username: str
    name: str
    detail: str


@dataclass(slots=True)
class Outcome:
    """What would change (or changed), what was refused on which line, and the new temporary passwords (real run only)."""

    steps: list[Step] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    passwords: list[tuple[str, str, str]] = field(default_factory=list)  # username, name, password
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(step.act for step in self.steps))

    @property
    def digest(self) -> str:
        """Two dry runs with the same digest would do the same."""
        text = json.dumps(
            [[step.line, step.act, step.username, step.detail] for step in self.steps], ensure_ascii=False
        )
        return hashlib.sha256(text.encode()).hexdigest()


class _Undo(Exception):
    """Rolls the outer transaction back."""


def dry_run(lines: Iterable[Line], by: Person | None) -> Outcome:
    """What applying would do. Changes nothing."""
    return _run(lines, by, reason="", dry=True)


def apply(lines: Iterable[Line], by: Person | None, reason: str) -> Outcome:
    """Applies all lines in one transaction, or none if one is refused (then `errors` says which)."""
    return _run(lines, by, reason, dry=False)


def _run(lines: Iterable[Line], by: Person | None, reason: str, *, dry: bool) -> Outcome:
    outcome = Outcome()
    try:
        with transaction.atomic():
            _each(list(lines), by, reason, dry, outcome)
            if dry or outcome.errors:
                raise _Undo
    except _Undo:
        outcome.passwords = []
    return outcome


def _each(lines: list[Line], by: Person | None, reason: str, dry: bool, outcome: Outcome) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        name = line.username.lower()
        try:
            if name in seen:
                raise BadRequest("accounts-chart-twice", username=line.username, line=seen[name])
            seen[name] = line.number
            with transaction.atomic():
                steps, password = _Person(line, by, reason, dry).run()
        except DothiError as error:
            outcome.errors.append((line.number, message_of(error)))
        except ValidationError as error:
            outcome.errors.append((line.number, " ".join(error.messages)))
        else:
            outcome.steps += steps
            outcome.unchanged += not steps
            if password:
                outcome.passwords.append((line.username, line.full_name, password))


class _Person:
    """One line being done."""

    def __init__(self, line: Line, by: Person | None, reason: str, dry: bool) -> None:
        self.line, self.by, self.reason, self.dry = line, by, reason or t("accounts-chart"), dry
        self.steps: list[Step] = []
        self.password = ""

    def run(self) -> tuple[list[Step], str]:
        """Raises DothiError or ValidationError for what this line may not or cannot do."""
        line = self.line
        if line.email:
            validate_email(line.email)
        agency, last_day = agency_of(line.agency), _day(line.last_day)
        person = Person.objects.select_related("agency").filter(username__iexact=line.username).first()
        if person is None:
            if line.ends:
                raise NotFound("accounts-chart-unknown-person", username=line.username)
            person = self._invite(agency, last_day)
        elif line.ends:
            return self._expire(person), ""
        else:
            self._move_and_change(person, agency, last_day)
        if line.roles:
            self._roles(person)
        return self.steps, self.password

    def _did(self, act: str, person: Person, detail: str) -> None:
        self.steps.append(Step(self.line.number, act, person.username, person.full_name, detail))

    def _invite(self, agency: Agency | None, last_day: dt.date | None) -> Person:
        line = self.line
        person = open_account(
            line.username,
            line.full_name,
            by=self.by,
            agency=agency,
            title=line.title,
            email=line.email,
            phone=line.phone,
            ends_on=last_day,
            reason=self.reason,
        )
        if not self.dry:
            self.password = actions.reset_password(person, by=None, reason=self.reason)
        self._did("invite", person, str(agency or "—"))
        return person

    def _expire(self, person: Person) -> list[Step]:
        if person.is_current():
            actions.expire_person(person, by=self.by, reason=self.reason)
            self._did("expire", person, "")
        return self.steps

    def _move_and_change(self, person: Person, agency: Agency | None, last_day: dt.date | None) -> None:
        line = self.line
        if agency != person.agency:
            before = person.agency
            person = actions.move_person(person, agency, by=self.by, reason=self.reason)
            self._did("move", person, f"{before or '—'} → {agency or '—'}")
        wanted = {
            "full_name": line.full_name,
            "title": line.title,
            "email": line.email,
            "phone": line.phone,
            "ends_on": last_day,
        }
        changed = {name: value for name, value in wanted.items() if value != getattr(person, name)}
        if changed:
            actions.change_person(person, by=self.by, reason=self.reason, **changed)
            self._did(
                "change",
                person,
                "; ".join(f"{t(_WORDS[name])}: {value or '—'}" for name, value in changed.items()),
            )

    def _roles(self, person: Person) -> None:
        today = clock.today()
        held = {
            role_text(grant): grant
            for grant in RoleGrant.objects.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gt=today), person=person
            ).select_related("role", "unit", "group", "agency")
        }
        wanted = [text.strip() for text in self.line.roles.split(";") if text.strip()]
        for text in wanted:
            if text not in held:
                role, area, agency = role_of(text)
                unit, group = read_area(area, today)
                actions.grant_role(
                    person, role, unit=unit, group=group, agency=agency, by=self.by, reason=self.reason
                )
                self._did("grant", person, text)
        for text, grant in held.items():
            if text not in wanted:
                actions.end_grant(grant, by=self.by, reason=self.reason)
                self._did("end-grant", person, text)


_WORDS = {
    "full_name": "accounts-full-name",
    "title": "accounts-title",
    "email": "accounts-email",
    "phone": "accounts-phone",
    "ends_on": "accounts-ends-on",
}


def agency_of(code: str) -> Agency | None:
    """The standing agency with this code; None for an empty code. Raises NotFound."""
    if not code:
        return None
    found = (
        Agency.objects.filter(code=code)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=clock.today()))
        .first()
    )
    if found is None:
        raise NotFound("accounts-chart-agency-unknown", code=code)
    return found


def _day(text: str) -> dt.date | None:
    try:
        return day_of(text)
    except ValueError as error:
        raise BadRequest("accounts-chart-day", text=text) from error


def role_of(text: str) -> tuple[Role, str, Agency | None]:
    """`role@area/agency` → its three parts, the area as text. Raises NotFound, BadRequest."""
    rest, _, agency = text.partition("/")
    code, _, area = rest.partition("@")
    role = Role.objects.filter(code=code.strip()).first()
    if role is None:
        raise NotFound("accounts-role-unknown", role=code)
    if "@" in rest and not area.strip():  # "role@" is a slip, not "everywhere"
        raise BadRequest("accounts-chart-area-missing", role=text)
    return role, area.strip(), agency_of(agency.strip())
