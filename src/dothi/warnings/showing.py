"""A warning as a page shows it, to the public and to those who release it: words, never codes of a standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dothi.kernel import clock
from dothi.kernel.i18n import language
from dothi.kernel.templatetags.dothi import vn_time
from dothi.warnings.areas import became_of
from dothi.warnings.composing import marked
from dothi.warnings.dated import events_on
from dothi.warnings.feed import text_of
from dothi.warnings.models import PublicWarning, WarningText

# CAP's severity → the four marks (shape and colour) that the whole system speaks in
MARKS = {"Extreme": "critical", "Severe": "high", "Moderate": "medium", "Minor": "low", "Unknown": "nodata"}

_NAMED = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """One warning in the language of the page."""

    row: PublicWarning
    text: WarningText
    headline: str
    event: str
    units: list[str]
    now_called: list[str]  # what became of units that are no more
    in_force: bool

    @property
    def mark(self) -> str:
        return MARKS[self.row.severity]

    @property
    def is_over(self) -> bool:
        return self.row.is_public and not self.in_force

    @property
    def units_short(self) -> str:
        """A few names and how many more: a list is no register."""
        more = len(self.units) - _NAMED
        return ", ".join(self.units[:_NAMED]) + (f" +{more}" if more > 0 else "")

    @property
    def now_called_text(self) -> str:
        return ", ".join(self.now_called)

    @property
    def onset_text(self) -> str:
        return vn_time(self.row.onset)

    @property
    def expires_text(self) -> str:
        return vn_time(self.row.expires)

    @property
    def state_key(self) -> str:
        return f"warnings-state-{PublicWarning.State.ENDED if self.is_over else self.row.state}"

    @property
    def status_key(self) -> str:
        return f"warnings-status-{self.row.status.lower()}"

    @property
    def note_key(self) -> str:
        return f"warnings-note-{self.row.status.lower()}"

    @property
    def kind_key(self) -> str:
        return f"warnings-kind-{self.row.kind.lower()}"

    @property
    def severity_key(self) -> str:
        return f"warnings-severity-{self.row.severity.lower()}"

    @property
    def urgency_key(self) -> str:
        return f"warnings-urgency-{self.row.urgency.lower()}"

    @property
    def certainty_key(self) -> str:
        return f"warnings-certainty-{self.row.certainty.lower()}"

    @property
    def ended_key(self) -> str:
        """Why it does not hold any more; past its time it is over, also before the job has noted it."""
        return f"warnings-ended-{self.row.ended_why or PublicWarning.Ended.EXPIRED}"

    @property
    def other_language(self) -> str:
        return "" if self.text.language == language() else self.text.language


def shown(warning: PublicWarning, lang: str = "") -> Shown:
    wanted = lang or language()
    text = text_of(warning, wanted)
    day = (warning.sent or clock.now()).astimezone(clock.VIETNAM).date()
    event = events_on(day).get(warning.event)
    rows = sorted(warning.units.all(), key=lambda unit: unit.code)
    later = became_of(warning.units.select_related("unit")) if warning.is_public else {}
    holds = warning.state == PublicWarning.State.RELEASED and warning.expires > clock.now()
    return Shown(
        row=warning,
        text=text,
        headline=marked(warning, text.headline, wanted),
        event=event.name[wanted] if event else warning.event,
        units=[unit.name_en if wanted == "en" and unit.name_en else unit.name for unit in rows],
        now_called=sorted({name for names in later.values() for name in names}),
        in_force=holds,
    )


def publicly(warnings: Sequence[PublicWarning]) -> list[Shown]:
    return [shown(warning) for warning in warnings]
