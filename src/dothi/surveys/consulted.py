"""A consultation as pages show it: in the reader's language, with its counts and the answers to groups of opinions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dothi.kernel import clock
from dothi.kernel.i18n import language, named
from dothi.surveys import questions, rules
from dothi.surveys.models import Consultation, Opinion, Paper, Reply
from dothi.surveys.results import spread_of
from dothi.surveys.showing import spreads_of


@dataclass(frozen=True, slots=True)
class Shown:
    """`row` is the consultation itself."""

    row: Consultation

    def _in(self, name: str) -> str:
        return str(getattr(self.row, f"{name}_{'en' if language() == 'en' else 'vi'}"))

    @property
    def title(self) -> str:
        return self._in("title")

    @property
    def text(self) -> str:
        return self._in("text")

    @property
    def result(self) -> str:
        return self._in("result")

    @property
    def where(self) -> str:
        return named(self.row.unit) if self.row.unit else ""

    @property
    def word(self) -> str:
        """The end of a words key: draft, soon, open, over, concluded."""
        now, row = clock.now(), self.row
        if row.announced_at is None:
            return "draft"
        if row.result_at is not None:
            return "concluded"
        if row.opens_at > now:
            return "soon"
        return "open" if now < row.closes_at else "over"

    @property
    def papers(self) -> list[Paper]:
        return list(self.row.papers.order_by("pk"))

    @property
    def n(self) -> int:
        """Voices, those that are not shown among them."""
        return self.row.opinions.count()

    @property
    def counts(self) -> dict[str, int]:
        """Opinions by state."""
        return dict(Counter(self.row.opinions.values_list("state", flat=True)))

    @property
    def n_hidden(self) -> int:
        return self.counts.get(Opinion.State.HIDDEN, 0)

    @property
    def replies(self) -> list[Reply]:
        """Each with the opinions it answers (`shown`)."""
        found = list(self.row.replies.order_by("pk").prefetch_related("opinions"))
        for one in found:
            one.shown = [each for each in one.opinions.all() if each.state == Opinion.State.PUBLIC]  # type: ignore[attr-defined]
        return found

    @property
    def spreads(self) -> list[tuple[str, int, list[tuple[str, int, str]]]]:
        """How the questions were answered, after it closed: nobody is led by what others chose."""
        if self.row.closes_at > clock.now():
            return []
        rows = list(self.row.opinions.values_list("values", flat=True))
        least = rules.value("least-n")
        asked = [one for one in questions.read(self.row.questions) if one.options]
        return spreads_of([spread_of(one, rows, least) for one in asked])
