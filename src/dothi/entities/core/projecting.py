"""Which members of an entity are shown (CIM 009 §4.21): `pick` and `omit`, down into linked entities.

projection = member *(("," / "|") member)
member     = name ["{" projection "}"]      ; in brackets: what is shown of the entities that this relationship points at
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from dothi.entities.core.context import Context
from dothi.kernel.errors import BadRequest

CORE_MEMBERS = frozenset({"id", "type", "scope", "createdAt", "modifiedAt", "expiresAt"})
_STOPS = frozenset("{}()[],|;<>\"'=!~ ")
MOST_MEMBERS = 500


@dataclass(frozen=True, slots=True)
class Members:
    """Names of members (IRIs, or as they are for those of the core) with what is said of the entities linked by them."""

    named: Mapping[str, Members | None] = field(default_factory=dict)

    @property
    def depth(self) -> int:
        """How many levels of linked entities are spoken of."""
        return max((1 + inner.depth for inner in self.named.values() if inner), default=0)


@dataclass(frozen=True, slots=True)
class Projection:
    """picked None: every member. What is omitted with brackets is shown itself, and something of its linked entities is not."""

    picked: Members | None = None
    omitted: Members = field(default_factory=Members)

    def shows(self, member: str) -> bool:
        """Of an attribute's IRI, or a core member's name."""
        if self.picked is not None and member not in self.picked.named:
            return False
        return member not in self.omitted.named or self.omitted.named[member] is not None

    def of_linked(self, member: str) -> Projection:
        """What is shown of the entities that this relationship points at."""
        picked = self.picked.named.get(member) if self.picked else None
        omitted = self.omitted.named.get(member)
        return Projection(picked, omitted or Members()) if picked or omitted else ALL

    @property
    def attributes(self) -> frozenset[str] | None:
        """The IRIs that can be shown; None: any."""
        return None if self.picked is None else frozenset(self.picked.named) - CORE_MEMBERS

    @property
    def depth(self) -> int:
        return max(self.picked.depth if self.picked else 0, self.omitted.depth)


ALL = Projection()


def parse_projection(pick: str | None, omit: str | None, context: Context) -> Projection:
    """The parameters of a request. Raises BadRequest, also for a member that is both picked and omitted."""
    picked = _Reader("pick", pick, context).whole() if pick else None
    omitted = _Reader("omit", omit, context).whole() if omit else Members()
    if picked and (
        both := {name for name, inner in omitted.named.items() if not inner} & picked.named.keys()
    ):
        raise BadRequest("pick-and-omit", member=context.compact(min(both)))
    return Projection(picked, omitted)


class _Reader:
    def __init__(self, parameter: str, text: str, context: Context) -> None:
        self.parameter, self.text, self.context = parameter, text, context
        self.at, self.count = 0, 0

    def whole(self) -> Members:
        members = self.members()
        if self.at < len(self.text):
            self.fail('","')
        return members

    def members(self) -> Members:
        named: dict[str, Members | None] = {}
        while True:
            name = self.name()
            inner = self.inner()
            named[name] = inner
            if self.at >= len(self.text) or self.text[self.at] not in ",|":
                return Members(named)
            self.at += 1

    def name(self) -> str:
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _STOPS:
            self.at += 1
        raw = self.text[start : self.at]
        self.count += 1
        if not raw or self.count > MOST_MEMBERS:
            self.fail("a name")
        return raw if raw in CORE_MEMBERS else self.context.expand(raw)

    def inner(self) -> Members | None:
        if not self.text.startswith("{", self.at):
            return None
        if self.text.count("{", 0, self.at) > 30:
            self.fail("less depth")
        self.at += 1
        members = self.members()
        if not self.text.startswith("}", self.at):
            self.fail('"}"')
        self.at += 1
        return members

    def fail(self, expected: str) -> NoReturn:
        raise BadRequest(
            "query-malformed", parameter=self.parameter, position=self.at + 1, detail=f"{expected} expected"
        )
