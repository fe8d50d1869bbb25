"""What people do with drills: ask for one, let it play, pause it, end it. The worker's loop (`running`) makes it true."""

from __future__ import annotations

import json
import re
from typing import Any

from dothi.accounts.models import Person
from dothi.drills import queries
from dothi.drills.models import Drill
from dothi.drills.playing.timeline import occurrences
from dothi.kernel import clock, drill, events, locks
from dothi.kernel.audit.action import action_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.packs.folder import pack_of
from dothi.packs.models import LoadedPack

_action = action_of("drills")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED = ("make", "rows")  # addresses of this room
MOST_RUNNING = 3  # each is a whole system beside the city
State = Drill.State


@_action
def make(name: str, scenario: str, *, pace: float = 1.0, by: Person) -> Drill:
    """Asks for a drill: its copy is made in a few seconds by the worker.

    Raises NotAllowed, BadRequest (name, pace), NotFound (no such scenario), Conflict (the name is taken, too many run, or this is a drill itself).
    """
    _refuse_inside()
    _refuse_stranger(by)
    if scenario not in queries.plans():
        raise NotFound("drill-scenario-does-not-exist", scenario=scenario[:120])
    return _made(name, scenario, _kept(scenario), pace, by)


@_action
def make_recorded(name: str, tree: dict[str, Any], *, pace: float = 1.0, by: Person) -> Drill:
    """Asks for a drill whose calls are those of a recording (`playing.recorded.tree_for`). Raises as `make`."""
    _refuse_inside()
    _refuse_stranger(by)
    return _made(name, "recorded", {"pack": "recorded", "file": "recorded", "tree": tree}, pace, by)


def _made(name: str, scenario: str, plan: dict[str, Any], pace: float, by: Person) -> Drill:
    if not _NAME.fullmatch(name) or len(name) > 30 or name in RESERVED:
        raise BadRequest("drill-name", name=name[:40])
    if not 0.1 <= pace <= 600:
        raise BadRequest("drill-pace")
    locks.hold("drills")  # of two who ask at once one is told that the name is taken, or that too many run
    if Drill.objects.filter(name=name).exists():
        raise Conflict("drill-name-taken", name=name)
    if Drill.objects.filter(state__in=(State.MAKING, *Drill.RUNNING)).count() >= MOST_RUNNING:
        raise Conflict("drill-too-many", most=MOST_RUNNING)
    unit_id, agency_id = _place(by)
    words = plan["tree"]["name"]
    row = Drill.objects.create(
        name=name, scenario=scenario, title_vi=words["vi"][:200], title_en=words["en"][:200], plan=plan, pace=pace,
        unit_id=unit_id, agency_id=agency_id, made_by=by, made_at=clock.now(),
    )  # fmt: skip
    tell(row)
    return row


def play(row: Drill, *, by: Person) -> Drill:
    """Lets the outside begin, or go on after a pause. Raises Conflict."""
    first, now = row.started_at is None, clock.now()
    moved = _move(row, (State.READY, State.PAUSED), State.PLAYING, by=by, started_at=row.started_at or now)
    if first:
        tell(moved, "drills.begun")
    return moved


def pause(row: Drill, *, by: Person) -> Drill:
    """Nothing more happens outside until it goes on; what rang already rings. Raises Conflict."""
    return _move(row, (State.PLAYING,), State.PAUSED, by=by)


def end(row: Drill, *, by: Person | None) -> Drill:
    """The last score is taken, the copy stops and goes after its dated time. A drill that never stood is over at once.

    `by` None: nobody ended it within its dated time (`retention`).
    """
    if row.state in (State.MAKING, State.FAILED):
        return _move(row, (State.MAKING, State.FAILED), State.ENDED, by=by, ended_at=clock.now(), ended_by=by)
    return _move(row, (State.READY, State.PLAYING, State.PAUSED), State.ENDING, by=by, ended_by=by)


@_action
def _move(row: Drill, before: tuple[State, ...], state: State, *, by: Person | None, **more: Any) -> Drill:
    """Compare and swap: of two who end it one is told that it is over."""
    _refuse_inside()
    if by is not None:
        _refuse_stranger(by)
    if not Drill.objects.filter(pk=row.pk, state__in=before).update(state=state, **more):
        row.refresh_from_db()
        raise Conflict("drill-state", name=row.name, state=row.state)
    row.refresh_from_db()
    tell(row)
    return row


def _refuse_inside() -> None:
    if (found := drill.mark()) is not None:
        raise Conflict("drill-inside-drill", name=found.name)


def _refuse_stranger(by: Person) -> None:
    if not by.scope("drills.run"):
        raise NotAllowed(permission="drills.run")


def _place(by: Person) -> tuple[int | None, int | None]:
    """Unit and agency of a new drill, such that its maker and everybody of the same area find it."""
    scope, own = by.scope("drills.run"), by.agency
    home = own.unit_id if own else None
    if not scope.reaches(
        home
    ):  # the agency is of no unit, or of one elsewhere: the first of the maker's own area
        home = min((unit for grant in scope.grants for unit in grant.unit_ids or ()), default=None)
    return home, scope.agency_for(home, by.agency_id)


def _kept(scenario: str) -> dict[str, Any]:
    """The scenario as its pack says it today, as JSON: days as text."""
    pack, _, code = scenario.partition("/")
    edition = LoadedPack.objects.select_related("edition").get(pk=pack).edition
    trees = pack_of(pack, edition.texts if edition else {}).trees
    file = next(file for file, tree in trees.items() if file.startswith("drills/") and tree["code"] == code)
    return {"pack": pack, "file": file, "tree": json.loads(json.dumps(trees[file], default=str))}


def steps_of(row: Drill) -> int:
    """How many things happen outside in this drill."""
    return sum(1 for _ in occurrences(queries.plan_in(row.plan)))


def tell(row: Drill, topic: str = "drills.changed") -> None:
    """Open pages hear of each change, the shift book of `drills.begun` and `drills.ended`."""
    told = {"name": row.name, "state": row.state, "title": row.title_vi, "path": f"/drills/{row.name}/"}
    events.publish(
        topic, told, permission="drills.view",
        unit_id=row.unit_id, agency_id=row.agency_id,
    )  # fmt: skip
