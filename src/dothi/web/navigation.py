"""The menu: one closed table. An entry shows to those who hold its permission."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

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


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together, under a heading."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        return f"web-nav-group-{self.name}"


GROUPS: tuple[Group, ...] = (
    Group(
        "now",
        (
            Entry("map", "/", "entities.view", "map", "m", phone=True),
            Entry("desk", "/desk/", "calls.view", "headset", "k", phone=True),
            Entry("calls", "/calls/", "calls.view", "phone"),
            Entry("alarms", "/alarms/", "alarms.view", "alarm", "a", phone=True),
            Entry("incidents", "/incidents/", "incidents.view", "incident", "i", phone=True),
            Entry("crew", "/crew/", "crews.work", "mobile", phone=True),
            Entry("forces", "/forces/", "forces.view", "truck", "x"),
            Entry("cameras", "/cameras/", "cameras.view", "camera"),
            Entry("commands", "/commands/", "entities.view", "switch"),
            Entry("warnings", "/warnings/", "warnings.view", "megaphone", "w"),
        ),
    ),
    Group(
        "work",
        (
            Entry("tasks", "/tasks/", "tasks.view", "task", "n", phone=True),
            Entry("reports", "/reports/", "reports.view", "message"),
            Entry("dossiers", "/dossiers/", "publicservices.view", "folder"),
            Entry("around", "/around/works/", "around.manage", "cone"),
            Entry("surveys", "/surveys/", "surveys.view", "ballot"),
            Entry("duty", "/duty/", "duty.view", "calendar", "u"),
            Entry("shiftbook", "/shiftbook/", "shiftbook.view", "book"),
            Entry("notify", "/notify/", "notify.view", "send"),
            Entry("drills", "/drills/", "drills.view", "target"),
        ),
    ),
    Group(
        "figures",
        (
            Entry("leader", "/leader/", "leaders.view", "star", phone=True),
            Entry("boards", "/boards/", "indicators.view", "board", "b"),
            Entry("indicators", "/indicators/", "indicators.view", "table"),
            Entry("figures", "/figures/", "indicators.view", "chart", "f"),
            Entry("wall", "/wall/", "wall.view", "screen"),
            Entry("briefings", "/briefings/", "briefings.view", "paper"),
            Entry("entities", "/entities/", "entities.view", "entity", "e"),
            Entry("catalogue", "/catalogue/", "entities.view", "data", "d"),
        ),
    ),
    Group(
        "data",
        (
            Entry("rules", "/rules/", "rules.view", "rule", "r"),
            Entry("days", "/calendar/", "rules.view", "days"),
            Entry("connectors", "/connectors/", "connectors.view", "connector", "c"),
            Entry("subscriptions", "/subscriptions/", "connectors.view", "feed"),
            Entry("packs", "/packs/", "packs.view", "pack"),
            Entry("territory", "/territory/", "territory.view", "territory", "t"),
            Entry("codelists", "/code-lists/", "codelists.view", "list", "l"),
        ),
    ),
    Group(
        "system",
        (
            Entry("people", "/people/", "people.view", "people", "p"),
            Entry("keys", "/apikeys/", "keys.manage", "key"),
            Entry("lines", "/calls/lines/", "calls.manage", "hotline"),
            Entry("units", "/forces/register/", "forces.manage", "badge"),
            Entry("system", "/system/", "system.view", "system", "s"),
            Entry("audit", "/audit/", "audit.view", "audit"),
            Entry("looks", "/looks/", "looks.view", "eye"),
        ),
    ),
)
ENTRIES: tuple[Entry, ...] = tuple(entry for group in GROUPS for entry in group.entries)


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


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """What one person sees of a group."""

    label: str
    entries: list[Shown]


def menu(permissions: Collection[str], path: str) -> list[ShownGroup]:
    """The groups this person sees; the entry of the page they are on is marked: of several the most particular address."""
    here = max((e for e in ENTRIES if _is_below(e, path)), key=lambda entry: len(entry.url), default=None)
    groups = (
        ShownGroup(group.label, [Shown(e, e is here) for e in group.entries if e.permission in permissions])
        for group in GROUPS
    )
    return [group for group in groups if group.entries]


def _is_below(entry: Entry, path: str) -> bool:
    return path == "/" if entry.url == "/" else path.startswith(entry.url)


PUBLIC = (
    "reports-public",
    "around-public",
    "works-public",
    "warnings-public",
    "guide-public",
    "surveys-public",
    "dossier-public",
)


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """One way on, for everybody."""

    name: str
    url: str
    current: bool

    @property
    def label(self) -> str:
        return f"web-{self.name}"


def public_menu(path: str) -> list[PublicEntry]:
    """What everybody may open, of the rooms that this centre has."""
    found = [(name, address(name)) for name in PUBLIC]
    here = max((url for _, url in found if url and path.startswith(url)), key=len, default="")
    return [PublicEntry(name, url, url == here) for name, url in found if url]


def address(name: str) -> str:
    """Where a page is; empty where this centre has no such room."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
