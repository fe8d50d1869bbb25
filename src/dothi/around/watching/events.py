"""What this room hears: a warning is public, a work was announced, a report was released."""

from __future__ import annotations

from dothi.around.watching import actions, spreading
from dothi.around.watching.handing import watch_of
from dothi.kernel.events import hears
from dothi.kernel.models import Event
from dothi.notify import queries
from dothi.notify.models import Way
from dothi.reports.identity.sessions import Holder


@hears("warnings.changed")
def warning_changed(event: Event) -> None:
    if event.payload["what"] == "released":
        spreading.spread_warning(event.payload["warning"])


@hears("around.work")
def work_changed(event: Event) -> None:
    spreading.spread_work(event.payload["line"])


@hears("notify.failed")
def message_failed(event: Event) -> None:
    """A browser that withdrew its subscription follows nothing any more."""
    watch = watch_of(event.payload["key"])
    if watch is not None and watch.way == Way.PUSH and queries.trouble_of(event.payload["key"]) == "gone":
        actions.stop_all(Holder(watch.way, watch.address, 0))


@hears("reports.released")
def report_released(event: Event) -> None:
    spreading.spread_report(event.payload["report"])
