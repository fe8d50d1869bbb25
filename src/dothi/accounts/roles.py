"""The roles that every centre starts with. Rights are explicit lists: no role means "everything"."""

from __future__ import annotations

from typing import NamedTuple

from dothi.accounts.models import Role

_SEES_WORK = (
    "entities.view",
    "alarms.view",
    "incidents.view",
    "indicators.view",
    "territory.view",
    "codelists.view",
    "calls.view",
    "forces.view",
    "warnings.view",
    "tasks.view",
    "reports.view",
    "surveys.view",
    "publicservices.view",
    "duty.view",
    "cameras.view",
)
_DESK = ("calls.take", "calls.person", "forces.send")
_WORKS = (
    *_SEES_WORK,
    "alarms.act",
    "alarms.shelve",
    "incidents.open",
    "incidents.work",
    "tasks.work",
    "reports.work",
    "cameras.look",
)
_SHIFT = ("shiftbook.view", "shiftbook.keep", "drills.view")


class Seed(NamedTuple):
    code: str
    vi: str
    en: str
    permissions: tuple[str, ...]
    gives: tuple[str, ...] = ()
    administrative: bool = False


_EVERY_ROLE = (
    "duty-officer",
    "dispatcher",
    "crew",
    "agency-officer",
    "ward-officer",
    "leader",
    "programme-officer",
    "data-steward",
    "auditor",
    "administrator",
)

SEEDS = (
    Seed(
        "duty-officer",
        "Trực ban IOC",
        "Duty officer",
        (
            *_WORKS,
            *_DESK,
            *_SHIFT,
            "tasks.give",
            "reports.route",
            "reports.person",
            "around.manage",
            "surveys.manage",
            "publicservices.manage",
            "duty.manage",
            "boards.share",
            "notify.view",
            "calls.listen",
            "drills.run",
            "warnings.draft",
            "warnings.release",
            "commands.ask",
            "commands.consent",
            "wall.view",
            "wall.switch",
            "wall.broadcast",
            "rules.view",
            "connectors.view",
            "system.view",
            "briefings.view",
            "briefings.make",
        ),
    ),
    Seed(
        "dispatcher",
        "Điều phối viên",
        "Dispatcher",
        (*_WORKS, *_DESK, *_SHIFT, "warnings.draft", "reports.route", "briefings.view"),
    ),
    Seed(
        "crew",
        "Tổ, đội hiện trường",
        "Crew in the field",
        ("crews.work", "tasks.view", "tasks.work"),
    ),
    Seed(
        "agency-officer",
        "Cán bộ sở, ngành",
        "Agency officer",
        (
            *_WORKS,
            *_DESK,
            "tasks.give",
            "around.manage",
            "surveys.manage",
            "publicservices.manage",
            "cameras.manage",
            "boards.share",
            "forces.manage",
            "warnings.draft",
            "commands.ask",
            "commands.consent",
            "indicators.enter",
            "indicators.approve",
            "briefings.view",
            "briefings.make",
        ),
    ),
    Seed(
        "ward-officer",
        "Cán bộ phường, xã",
        "Ward officer",
        (
            *_WORKS,
            "tasks.give",
            "reports.route",
            "around.manage",
            "surveys.manage",
            "warnings.draft",
            "indicators.enter",
            "boards.share",
            "indicators.approve",
            "briefings.view",
            "briefings.make",
        ),
    ),
    Seed(
        "leader",
        "Lãnh đạo",
        "Leader",
        (
            *_SEES_WORK,
            "tasks.give",
            "tasks.work",
            "cameras.look",
            "shiftbook.view",
            "drills.view",
            "wall.view",
            "wall.switch",
            "wall.broadcast",
            "leaders.view",
            "rules.view",
            "indicators.approve",
            "boards.share",
            "commands.consent",
            "warnings.release",
            "briefings.view",
            "briefings.sign",
        ),
    ),
    Seed(
        "programme-officer",
        "Cán bộ chương trình",
        "Programme officer",
        (
            "entities.view",
            "indicators.view",
            "territory.view",
            "packs.view",
            "codelists.view",
            "tasks.view",
            "tasks.give",
            "tasks.work",
            "boards.share",
        ),
    ),
    Seed(
        "data-steward",
        "Quản trị dữ liệu",
        "Data steward",
        (
            "entities.view",
            "alarms.view",
            "indicators.view",
            "indicators.manage",
            "rules.view",
            "rules.manage",
            "boards.share",
            "connectors.view",
            "connectors.manage",
            "packs.view",
            "packs.manage",
            "territory.view",
            "territory.manage",
            "codelists.view",
            "codelists.manage",
            "publicservices.view",
            "publicservices.manage",
            "system.view",
            "briefings.view",
            "briefings.manage",
        ),
    ),
    Seed(
        "auditor",
        "Kiểm toán, giám sát",
        "Auditor",
        (
            *_SEES_WORK,
            "wall.view",
            "rules.view",
            "connectors.view",
            "packs.view",
            "people.view",
            "audit.view",
            "looks.view",
            "notify.view",
            "shiftbook.view",
            "drills.view",
            "system.view",
            "briefings.view",
        ),
    ),
    Seed(
        "administrator",
        "Quản trị hệ thống",
        "Administrator",
        (
            "people.view",
            "people.manage",
            "keys.manage",
            "calls.manage",
            "notify.view",
            "notify.manage",
            "cameras.view",
            "cameras.manage",
            "reports.view",
            "reports.manage",
            "around.manage",
            "surveys.view",
            "surveys.manage",
            "publicservices.view",
            "publicservices.manage",
            "wall.view",
            "wall.manage",
            "forces.manage",
            "territory.view",
            "territory.manage",
            "codelists.view",
            "system.view",
            "system.manage",
            "briefings.view",
            "briefings.manage",
        ),
        gives=_EVERY_ROLE,
        administrative=True,
    ),
)


def ensure_roles() -> None:
    """Adds the roles that are missing; what a city changed in a role stays (idempotent, runs after every migrate)."""
    known = set(Role.objects.values_list("code", flat=True))
    Role.objects.bulk_create(
        Role(
            code=seed.code,
            name_vi=seed.vi,
            name_en=seed.en,
            permissions=list(seed.permissions),
            gives=list(seed.gives),
            administrative=seed.administrative,
            position=position,
        )
        for position, seed in enumerate(SEEDS)
        if seed.code not in known
    )
