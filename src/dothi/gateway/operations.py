"""What an endpoint takes and answers, declared beside its right, once: the door refuses other parameters (`access`), `openapi`
tells it to who writes a client, and a test compares every answer of the gateway's tests with it.

Schemas are named here and stand in `schemas`; parameters are named here and stand in `parameters`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.datastructures import QueryParams

from dothi.gateway.intake import GEO_JSON, JSON, LD_JSON
from dothi.kernel.errors import InvalidRequest

Function = TypeVar("Function", bound=Callable[..., object])
# the form of a payload is seen in it: its name may be said, and changes nothing
WRITTEN_WORDS = frozenset({"normalized", "concise", "keyValues", "simplified", "sysAttrs"})
# §6.3.18, 6.3.22: they speak of other brokers; there are none, so they are taken and change nothing
DISTRIBUTED = frozenset({"local", "via"})
WRITING = DISTRIBUTED | {"options", "type"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One status: what it means, the schema of each media type (none: no body), the headers that belong to it."""

    what: str
    content: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at one endpoint. `name` is its name in the standard's own description, so that clients are called alike."""

    name: str
    what: str
    answers: Mapping[int, Answer]
    takes: frozenset[str]
    words: (
        frozenset[str] | None
    )  # of `options`; None: the words of reading, which `forming` holds requests to
    body: str | None  # its schema
    merges: bool  # the body may be a merge patch
    refuses: tuple[int, ...]  # beside what every operation of its kind refuses

    def check(self, asked: QueryParams) -> None:
        """What would be ignored is refused: the caller believes that it works (§6.3.20). Raises InvalidRequest."""
        for name in asked:
            if name not in self.takes:
                raise InvalidRequest("parameter-unknown", parameter=name)
        if len(asked.multi_items()) != len(asked):
            names = [name for name, _ in asked.multi_items()]
            raise InvalidRequest(
                "parameter-twice", parameter=next(one for one in names if names.count(one) > 1)
            )
        if self.words is not None and "options" in asked:
            for word in asked["options"].split(","):
                if word and word not in self.words:
                    expected = ", ".join(sorted(self.words))
                    raise InvalidRequest(
                        "parameter-malformed", parameter="options", value=word[:40], expected=expected
                    )


def operation(
    name: str,
    what: str,
    answers: Mapping[int, Answer],
    *,
    takes: Iterable[str] = (),
    words: frozenset[str] | None = WRITTEN_WORDS,
    body: str | None = None,
    merges: bool = False,
    refuses: tuple[int, ...] = (),
) -> Callable[[Function], Function]:
    """Declares the endpoint; stands below `@access`, which holds requests to it."""
    declared = Operation(name, what, answers, frozenset(takes), words, body, merges, refuses)

    def mark(endpoint: Function) -> Function:
        endpoint.dothi_operation = declared  # type: ignore[attr-defined]
        return endpoint

    return mark


def _both(schema: str, **more: str) -> dict[str, str]:
    return {JSON: schema, LD_JSON: schema, **more}


_PAGE = ("NGSILD-Results-Count", "Link")
_DOUBTS = ("NGSILD-Warning",)
NOTHING = {204: Answer("Done, and durable.", headers=_DOUBTS)}
CREATED = {201: Answer("Made, and durable.", headers=("Location", *_DOUBTS))}
CREATED_OR_ADDED = CREATED | NOTHING
UPDATED = NOTHING | {
    207: Answer("Some attributes were updated, others not: which and why.", {JSON: "UpdateResult"}, _DOUBTS)
}
PARTLY = {207: Answer("Exactly these went wrong; everything else is done.", {JSON: "BatchResult"}, _DOUBTS)}
BATCH = NOTHING | PARTLY
BATCH_CREATED = {201: Answer("The ids of what was made.", {JSON: "Urns"}, _DOUBTS)} | PARTLY
BATCH_UPSERTED = BATCH_CREATED | NOTHING
ENTITY = {
    200: Answer("The entity; with `join=flat` a list of it and those linked.", {**_both("OneTold"), GEO_JSON: "Feature"}, ("Link",))
}  # fmt: skip
ENTITIES = {200: Answer("A page of entities.", {**_both("Told"), GEO_JSON: "FeatureCollection"}, _PAGE)}
_RANGE = ("Link", "Content-Range")
EVOLUTION = {
    200: Answer("The entity with its history.", _both("ToldEntity"), ("Link",)),
    206: Answer("The same, complete within the range of time that the header names.", _both("ToldEntity"), _RANGE),
}  # fmt: skip
EVOLUTIONS = {
    200: Answer("A page of entities with their histories.", _both("Told"), _PAGE),
    206: Answer("The same, complete within the range of time that the header names.", _both("Told"), (*_PAGE, "Content-Range")),
}  # fmt: skip


def told(what: str, schema: str, *, paged: bool = False) -> dict[int, Answer]:
    """200 in JSON or JSON-LD."""
    return {200: Answer(what, _both(schema), _PAGE if paged else ("Link",))}


def plain(what: str, schema: str) -> dict[int, Answer]:
    """200 in JSON alone."""
    return {200: Answer(what, {JSON: schema})}
