"""A copy of the desk is deleted some days after the drill's end, one that nobody ended is ended (dated rules); the scored record stays."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from dothi.drills import actions
from dothi.drills.copying.making import remove
from dothi.drills.models import Drill
from dothi.drills.queries import folder_of
from dothi.kernel import clock
from dothi.kernel.errors import Conflict
from dothi.kernel.retention import forgets

DAYS, OPEN_DAYS = 1, 3
State = Drill.State


def _past(before: dt.datetime) -> list[Drill]:
    rows = Drill.objects.filter(state=Drill.State.ENDED, removed_at__isnull=True, ended_at__lt=before)
    return list(rows.order_by("ended_at"))


@forgets(
    "drill-copy",
    DAYS,
    "Xem lại bản sao của bàn trực ngay sau diễn tập; chỉ kết quả chấm điểm được giữ",
    past=lambda before, most: min(most, len(_past(before))),
)
def _forget(before: dt.datetime, limit: int) -> int:
    """Deletes copies of drills that ended before that time; a row says when its copy went."""
    found = _past(before)[:limit]
    for row in found:
        remove(folder_of(row.name))
        Drill.objects.filter(pk=row.pk).update(removed_at=clock.now())
    return len(found)


def _left_open(before: dt.datetime) -> list[Drill]:
    """Also one that could not be made: what stands of it goes with the copies."""
    rows = Drill.objects.filter(state__in=(State.MAKING, State.FAILED, *Drill.RUNNING), made_at__lt=before)
    return list(rows.exclude(state=State.ENDING).order_by("made_at"))


@forgets(
    "drill-open",
    OPEN_DAYS,
    "Cuộc diễn tập không ai kết thúc thì tự kết thúc và được chấm điểm: mỗi bản sao chiếm bộ nhớ của một hệ thống",
    past=lambda before, most: min(most, len(_left_open(before))),
)
def _end(before: dt.datetime, limit: int) -> int:
    """Ends what was asked for before that time; the score is taken as if somebody had ended it."""
    found = _left_open(before)[:limit]
    for row in found:
        with suppress(Conflict):  # somebody ended it this very moment
            actions.end(row, by=None)
    return len(found)
