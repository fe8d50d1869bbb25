"""What a rule would have raised in the last days, while a person still writes it: nothing is kept, and it proves nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from dothi.kernel import clock
from dothi.kernel.permissions import Scope
from dothi.rules.dryrun import reading
from dothi.rules.dryrun.chart import Strip, strip
from dothi.rules.dryrun.counting import Figures, figures
from dothi.rules.dryrun.trying import Span, plan, tried
from dothi.rules.models import Rule

DAYS = 7
MOST_VALUES = 100_000  # a person who types waits for no more


@dataclass(frozen=True, slots=True)
class Preview:
    """`then` None: there is too much to judge while somebody waits; no `entities`: nobody would be judged."""

    entities: int
    unheard: int = 0
    values: int = 0
    then: Figures | None = None
    chart: Strip | None = None
    days: int = field(default=DAYS)


def preview(draft: Rule, scope: Scope) -> Preview:
    """Of the entities that a person may see."""
    now = clock.now()
    span = Span(now - dt.timedelta(days=DAYS), now)
    _trials, ids, asked = plan([draft], scope, span)
    if not ids:
        return Preview(0)
    if reading.estimate(asked) > MOST_VALUES:
        return Preview(len(ids))
    found = tried([draft], scope, span)
    then = figures(found.found[0], *span, {})
    return Preview(len(ids), found.unheard, found.tally.values, then, strip(then.days, None))
