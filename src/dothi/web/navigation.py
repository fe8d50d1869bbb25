"""The menu: one closed table. An entry shows to those who hold its permission."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dothi.accounts.rights import scopes_of

if TYPE_CHECKING:
    from dothi.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` is pressed after `g`; `phone` entries stand in the bottom bar of a phone, the others under *more*."""

    name: str
    url: str
    permission: str
    icon: str
    key: str = ""
    phone: bool = False

    @property
    def label(self) -> str:
        return f"web-nav-{self.name}"

    @property
    def code(self) -> str:
        """The physical key (`KeyM`): a Vietnamese input method may swallow the letter, never the key."""
        return f"Key{self.key.upper()}" if self.key else ""


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry("map", "/", "entities.view", "map", "m", phone=True),
        Entry("desk", "/desk/", "calls.view", "keyboard", "k", phone=True),
        Entry("calls", "/calls/", "calls.view", "phone"),
        Entry("alarms", "/alarms/", "alarms.view", "alarm", "a", phone=True),
        Entry("incidents", "/incidents/", "incidents.view", "incident", "i", phone=True),
        Entry("crew", "/crew/", "crews.work", "phone", phone=True),
        Entry("tasks", "/tasks/", "tasks.view", "clip", "n"),
        Entry("forces", "/forces/", "forces.view", "people", "x"),
        Entry("duty", "/duty/", "duty.view", "people", "u"),
        Entry("warnings", "/warnings/", "warnings.view", "alert", "w"),
        Entry("cameras", "/cameras/", "cameras.view", "entity"),
        Entry("shiftbook", "/shiftbook/", "shiftbook.view", "clip"),
        Entry("notify", "/notify/", "notify.view", "out"),
        Entry("boards", "/boards/", "indicators.view", "table", "b"),
        Entry("drills", "/drills/", "drills.view", "replayed"),
        Entry("figures", "/figures/", "indicators.view", "typed", "f"),
        Entry("entities", "/entities/", "entities.view", "entity", "e", phone=True),
        Entry("commands", "/commands/", "entities.view", "out"),
    ),
    (
        Entry("catalogue", "/catalogue/", "entities.view", "table", "d"),
        Entry("rules", "/rules/", "rules.view", "rule", "r"),
        Entry("connectors", "/connectors/", "connectors.view", "connector", "c"),
        Entry("subscriptions", "/subscriptions/", "connectors.view", "out"),
        Entry("packs", "/packs/", "packs.view", "pack"),
        Entry("territory", "/territory/", "territory.view", "territory", "t"),
        Entry("codelists", "/code-lists/", "codelists.view", "layers", "l"),
    ),
    (
        Entry("people", "/people/", "people.view", "people", "p"),
        Entry("keys", "/apikeys/", "keys.manage", "key"),
        Entry("lines", "/calls/lines/", "calls.manage", "phone"),
        Entry("units", "/forces/register/", "forces.manage", "people"),
        Entry("system", "/system/", "system.view", "system", "s"),
        Entry("audit", "/audit/", "audit.view", "audit"),
        Entry("looks", "/looks/", "looks.view", "shield"),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry on one page."""

    entry: Entry
    current: bool

    def __getattr__(self, name: str) -> object:
        return getattr(self.entry, name)


def permissions_of(person: Person) -> frozenset[str]:
    """Everything `person` may do anywhere today, in one query."""
    return frozenset(scopes_of(person))


def menu(permissions: Collection[str], path: str) -> list[dict[str, list[Shown]]]:
    """The groups this person sees; the entry of the page they are on is marked."""
    groups = (
        [Shown(e, _is_current(e, path)) for e in group if e.permission in permissions] for group in GROUPS
    )
    return [{"entries": entries} for entries in groups if entries]


def _is_current(entry: Entry, path: str) -> bool:
    return path == "/" if entry.url == "/" else path.startswith(entry.url)
