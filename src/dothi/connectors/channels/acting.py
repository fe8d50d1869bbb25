"""What people do with channels, whatever leaves by them (commands to devices, messages to people): describe, change, switch.

A room has a table of channels (`code kind name agency unit settings secrets_changed_at is_on changed_at changed_by`, its secrets under
`secrets`) and kinds, a folder for each; its own actions say what is particular and are the transaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dothi.accounts.models import Agency, Person
from dothi.connectors.sources import asking, keeping
from dothi.kernel import clock, locks
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import t
from dothi.kernel.permissions import Grant
from dothi.kernel.said import plain
from dothi.territory.models import Unit
from dothi.territory.queries import unit_and_below

_CODE = re.compile(r"^[a-z0-9][a-z0-9-]{1,59}$")
RESERVED = ("new",)  # words of addresses


class Kind(Protocol):
    """One kind of channel: its code, what it asks for, the beginning of its string keys."""

    @property
    def code(self) -> str: ...
    @property
    def settings(self) -> type[Any]: ...
    @property
    def words(self) -> str: ...


@dataclass(frozen=True)
class Described:
    """What a person says of a channel, whatever its kind; a room adds what its channels have more."""

    name: str
    agency: Agency
    unit: Unit | None

    def columns(self) -> dict[str, Any]:
        return {"name": plain(self.name), "agency": self.agency, "unit": self.unit}


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels of one room; `permission`: who describes them, `kind`: a kind by its code, `apart`: secrets that are no settings."""

    model: type[Any]
    permission: str
    kind: Callable[[str], Kind]
    apart: tuple[str, ...] = ()

    def begin(self, code: str, described: Described, by: Person | None) -> None:
        """May there be such a new one? Nobody else makes or changes one meanwhile. Raises BadRequest, NotAllowed, Conflict."""
        if not _CODE.match(code) or code in RESERVED:
            raise BadRequest("channel-code", code=code[:60])
        self.check(described, by)
        self._alone()
        if self.model.objects.filter(code=code).exists():
            raise Conflict("channel-code-taken", code=code)

    def make(
        self, code: str, kind: Kind, told: Any, described: Described, *, by: Person | None, **more: Any
    ) -> Any:
        """The row, with its secrets beside it."""
        hidden, now = keeping.hidden_of(kind.settings, told), clock.now()
        channel = self.model.objects.create(
            code=code, kind=kind.code, settings=keeping.open_of(kind.settings, told), changed_at=now, changed_by=by,
            secrets_changed_at=now if hidden else None, **described.columns(), **more,
        )  # fmt: skip
        keeping.keep(channel.secrets, hidden, self.apart)
        return channel

    def begin_change(self, channel: Any, described: Described, by: Person | None) -> None:
        """Raises NotAllowed (it lies beyond the right of `by`, or would), BadRequest."""
        self.check_manages(channel, by)
        self.check(described, by)
        self._alone()

    def retold(self, channel: Any, settings: Mapping[str, Any]) -> Any:
        """Its settings described anew. Raises SettingsRefused, SourceError."""
        kept = keeping.kept_in(channel.secrets, self.apart)
        return keeping.retold(self.kind(channel.kind).settings, channel.settings, kept, settings)

    def change(
        self, channel: Any, told: Any, described: Described, *, by: Person | None, **more: Any
    ) -> bool:
        """Writes what is other than it was; False: nothing is."""
        kind = self.kind(channel.kind).settings
        channel.refresh_from_db()
        hidden = keeping.hidden_of(kind, told)
        new = {**described.columns(), **more, "settings": keeping.open_of(kind, told)}
        if hidden != keeping.kept_in(channel.secrets, self.apart):
            new["secrets_changed_at"] = clock.now()
        if all(getattr(channel, name) == value for name, value in new.items()):
            return False
        self.model.objects.filter(pk=channel.pk).update(**new, changed_at=clock.now(), changed_by=by)
        channel.refresh_from_db()
        keeping.keep(channel.secrets, hidden, self.apart)
        return True

    def switch(self, channel: Any, *, on: bool, by: Person | None, reason: str) -> None:
        """Raises NotAllowed, BadRequest (off needs a reason), Conflict (it stands so already)."""
        self.check_manages(channel, by)
        if not on and not plain(reason):
            raise BadRequest("channel-needs-reason")
        rows = self.model.objects.filter(pk=channel.pk, is_on=not on)
        if not rows.update(is_on=on, changed_at=clock.now(), changed_by=by):
            raise Conflict("channel-stands-so", name=channel.name)
        channel.refresh_from_db()

    def check_manages(self, channel: Any, by: Person | None) -> None:
        """Raises NotAllowed when `by` does not manage channels of this owner and area."""
        self._reaches(channel, by)

    def check(self, described: Described, by: Person | None) -> None:
        """Raises NotAllowed, BadRequest."""
        self._reaches(described, by)
        if not plain(described.name):
            raise BadRequest("channel-needs-name")

    def _reaches(self, told: Any, by: Person | None) -> None:
        units = None if told.unit is None else unit_and_below(told.unit.pk)
        if by is not None and not by.scope(self.permission).contains(Grant(units, told.agency.pk)):
            raise NotAllowed("channel-beyond", name=told.name)

    def _alone(self) -> None:
        locks.hold(f"channels of {self.model._meta.db_table}")


def shown(kind: Kind | None, channel: Any) -> tuple[list[tuple[str, Any]], list[str]]:
    """Of a channel's settings what stands open (its word, its value), and the words of the secrets that are kept."""
    if kind is None:  # a kind of a version before
        return [], []
    word = {
        one.name: t(f"{kind.words}-{one.name.replace('_', '-')}") for one in asking.questions(kind.settings)
    }
    stands = [
        (word[name], channel.settings[name]) for name in word if channel.settings.get(name) not in (None, "")
    ]
    kept = set(channel.secrets.values_list("name", flat=True))
    return stands, [word[name] for name in word if name in kept]
