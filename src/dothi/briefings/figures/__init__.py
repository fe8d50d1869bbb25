"""What a briefing may print: figures of boards and counts of lists, each by the very question that its screen asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.translation import override

from dothi.briefings.figures import counts, indicators
from dothi.briefings.receipts import Found
from dothi.briefings.spans import Span
from dothi.kernel.errors import NotAllowed
from dothi.kernel.permissions import Scope

Scopes = Mapping[str, Scope]
RIGHTS = tuple(dict.fromkeys(("indicators.view", *(one.permission for one in counts.ALL))))


def known_keys() -> dict[str, str]:
    """Every key that a form may name today, with its name."""
    return {one.key: one.name for one in counts.ALL} | indicators.names()


def collect(scopes: Scopes, span: Span, recorded_at: dt.datetime) -> list[Found]:
    """Every figure that these scopes reach, as the screens show it now: boards in their order, then the counts."""
    with override("vi"):
        figures = scopes.get("indicators.view")
        found = indicators.shown(figures, span, recorded_at) if figures else []
        for one in counts.ALL:
            if scope := scopes.get(one.permission):
                found.append(one.now(scope, span, recorded_at))
    return found


def again(
    scopes: Scopes, keys: Iterable[tuple[str, int]], span: Span, at: dt.datetime
) -> dict[str, Found | None]:
    """The figures of these (key, version) as they were known at `at`; None: what it counts is no longer there to be counted."""
    asked = dict(keys)
    with override("vi"):
        found = indicators.known(scopes.get("indicators.view", Scope()), asked, span, at)
        for one in counts.ALL:
            if one.key in asked:
                found[one.key] = one.then(scopes.get(one.permission, Scope()), span, at)
    return found


def may(scopes: Scopes) -> None:
    """Raises NotAllowed: there is nothing that its maker may see."""
    if not any(scopes.values()):
        raise NotAllowed(permission="indicators.view")
