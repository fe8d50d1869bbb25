"""Tasks for other systems: /api/v1/tasks. Reads only, and only what the caller's rights or key reach."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from dothi.accounts.callers import readers
from dothi.accounts.keys import Key
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import NotAllowed
from dothi.kernel.permissions import Grant, Scope
from dothi.tasks import queries
from dothi.tasks.models import Task
from dothi.tasks.queries import Filter

PAGE, MOST = 50, 200
router = Router(tags=["tasks"], auth=readers("tasks.view"))
Word = Literal["not-started", "in-time", "overdue", "done-in-time", "done-late", "open", "withdrawn", "all"]


class Source(Schema):
    """What a task was given from."""

    kind: str = Field(description="incident, alarm, figure, report or programme", examples=["incident"])
    code: str = Field(examples=["VV-2026-000123"])
    path: str = Field(description="path of its page for people")


class Given(Schema):
    """One task."""

    code: str = Field(examples=["NV-2026-000123"])
    title: str
    text: str
    importance: str = Field(description="normal, high or critical", examples=["normal"])
    state: str = Field(
        description="given, accepted, working, handed-in, confirmed, refused or withdrawn",
        examples=["working"],
    )
    word: str | None = Field(
        description="the province's word now: not-started, in-time, overdue, done-in-time or done-late; null: withdrawn",
        examples=["in-time"],
    )
    agency: str | None = Field(description="code of the agency that gave it", examples=["ioc"])
    lead: str | None = Field(description="code of the agency that leads; null: a person without agency leads")
    along: list[str] = Field(description="codes of the agencies that work along")
    source: Source | None
    given_at: dt.datetime
    first_due_at: dt.datetime = Field(description="the deadline that it was given with")
    due_at: dt.datetime = Field(description="the deadline that holds, after extensions")
    due_expected: bool = Field(description="counted over days of a year whose holidays are not announced yet")
    handed_in_at: dt.datetime | None
    ended_at: dt.datetime | None
    page: str = Field(description="path of the page for people", examples=["/tasks/NV-2026-000123/"])


class Tasks(Schema):
    """Tasks, the open ones by their deadline, then the others, the newest first."""

    total: int
    tasks: list[Given]


@router.get("tasks", response=Tasks, summary="List tasks")
def tasks(
    request: HttpRequest,
    word: Annotated[
        Word, Query(description="only those of which this is true now; open: all that are not over")
    ] = "open",
    q: Annotated[
        str, Query(max_length=100, description="words of code, title or text, without accents")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = PAGE,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Names of people are not told, only agencies."""
    now = clock.now()
    rows = queries.listed(_scope(request), Filter(word="" if word == "all" else word, text=q), now)
    shown = rows.prefetch_related("parts__agency")[offset : offset + limit]
    return {"total": rows.count(), "tasks": [_told(one, now) for one in shown]}


@router.get("tasks/{code}", response=Given, summary="Show one task")
def task(request: HttpRequest, code: Annotated[str, Path(examples=["NV-2026-000123"])]) -> dict[str, Any]:
    """One task by its code."""
    return _told(queries.get_task(code, _scope(request)), clock.now())


def _scope(request: HttpRequest) -> Scope:
    """A person's own. A key reaches what its agency gave or takes part in. Raises NotAllowed for a key without an agency, and
    for one that is limited by what a task does not know."""
    caller = request.auth  # type: ignore[attr-defined]
    if isinstance(caller, Person):
        return caller.scope("tasks.view")
    assert isinstance(caller, Key)
    limits = (caller.entity_types, caller.entity_prefixes, caller.scopes, caller.attributes_seen)
    if caller.agency_id is None or any(limits) or not caller.is_for(""):
        raise NotAllowed("tasks-key-limited", key=caller.id)
    return Scope((Grant(caller.unit_ids, caller.agency_id),))


def _told(one: Task, now: dt.datetime) -> dict[str, Any]:
    same = (
        "code", "title", "text", "importance", "state", "given_at", "first_due_at", "due_at", "due_expected", "handed_in_at",
        "ended_at",
    )  # fmt: skip
    source = {"kind": one.source_kind, "code": one.source_code, "path": one.source_path}
    return {name: getattr(one, name) for name in same} | {
        "word": queries.word_of(one, now),
        "agency": one.agency.code if one.agency else None,
        "lead": one.lead_agency.code if one.lead_agency else None,
        "along": sorted(part.agency.code for part in one.parts.all() if part.role == "with"),
        "source": source if one.source_kind else None,
        "page": one.path,
    }
