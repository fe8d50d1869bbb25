"""Reads of drills; every one begins with what a scope may see: drills of one's own area."""

from __future__ import annotations

from pathlib import Path

from django.db.models import QuerySet

from dothi.drills.models import Done, Drill, Play
from dothi.kernel import clock, settings
from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import Scope
from dothi.packs.drill import DrillPlan, drills_of, plan_of
from dothi.packs.folder import pack_of
from dothi.packs.models import LoadedPack


def visible(scope: Scope) -> QuerySet[Drill]:
    rows = Drill.objects.select_related("made_by", "ended_by", "agency").order_by("-made_at", "-pk")
    return scope.restrict(rows)


def get_drill(name: str, scope: Scope) -> Drill:
    """Raises NotFound."""
    found = visible(scope).filter(name=name).first()
    if found is None:
        raise NotFound("drill-does-not-exist", name=name[:60])
    return found


def plans() -> dict[str, DrillPlan]:
    """Every drill of the packs in force, by its key."""
    loaded = LoadedPack.objects.select_related("edition").filter(edition__isnull=False).order_by("code")
    found = [one for row in loaded if row.edition for one in drills_of(pack_of(row.code, row.edition.texts))]
    return {one.key: one for one in found}


def earlier(drill: Drill, scope: Scope, most: int = 5) -> list[Drill]:
    """Ended drills of the same scenario before this one, the newest first."""
    rows = visible(scope).filter(scenario=drill.scenario, state=Drill.State.ENDED, made_at__lt=drill.made_at)
    return list(rows[:most])


def folder_of(name: str) -> Path:
    """Where the copy of a drill lies."""
    return settings.data_folder() / "drills" / name


def plan_in(told: dict[str, object]) -> DrillPlan:
    """The plan that a drill keeps: `{"pack", "file", "tree"}`."""
    return plan_of(str(told["pack"]), str(told["file"]), dict(told["tree"]))  # type: ignore[call-overload]


def injects() -> list[tuple[str, dict[str, str]]]:
    """In a copy: what the exercise control told so far, with the minute, the newest first."""
    play = Play.objects.first()
    if play is None:
        return []
    texts = {step.key: step.told["text"] for step in plan_in(play.plan).steps if step.kind == "inject"}
    done = Done.objects.filter(key__in=texts).order_by("-done_at")
    return [(f"{one.done_at.astimezone(clock.VIETNAM):%H:%M:%S}", texts[one.key]) for one in done]
