"""What a request asks for, read into types."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict

from dothi.accounts.models import Agency, Person
from dothi.kernel import calendar, clock
from dothi.kernel.asked import key_of
from dothi.kernel.errors import BadRequest
from dothi.kernel.i18n import named, t, t_lazy
from dothi.tasks import reach, working_time
from dothi.tasks.actions import LONGEST_TEXT, LONGEST_TITLE, NOTHING
from dothi.tasks.models import Importance
from dothi.tasks.queries import Filter
from dothi.tasks.workflow import Word
from dothi.tasks.working_time import Deadline
from dothi.territory.names import folded

SOURCES = ("incident", "alarm", "figure", "report", "programme")
QUICK = ("hours:4", "days:1", "days:3", "days:5", "days:10")  # what one tap gives, in working time
AT = "at"  # the deadline is the instant of the field beside
WORDS = (*Word, "open", "withdrawn")
_PATH = re.compile(r"/[A-Za-z0-9][A-Za-z0-9:._~%/?=&-]*")


def task_filter(data: QueryDict, person: Person) -> Filter:
    """The tabs of what is done show this year's, like their counts; a search finds all."""
    asked, lead = data.get("word", "open"), data.get("lead", "")
    done = asked in (Word.DONE_IN_TIME, Word.DONE_LATE)
    return Filter(
        word=asked if asked in WORDS else "",
        lead=int(lead) if lead.isdecimal() and lead.isascii() and len(lead) < 10 else None,
        due=data.get("due", "") if data.get("due") in ("today", "week") else "",
        text=data.get("q", "")[:100],
        mine=person.pk if data.get("mine") else None,
        this_year=done and not data.get("q", "").strip(),
    )


def about_in(data: QueryDict) -> tuple[str, str, str]:
    """From what the task is given; nothing where the address says it wrongly: a path leads to our own pages only."""
    kind, code, path = data.get("kind", ""), data.get("code", "")[:80], data.get("path", "")[:300]
    if kind not in SOURCES or not code or not _PATH.fullmatch(path):
        return NOTHING
    return kind, code, path


def key_in(data: QueryDict) -> UUID:
    return key_of(data.get("key", "")) or uuid4()


def page_in(data: QueryDict) -> int:
    text = data.get("page", "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 4 else 1


@dataclass(frozen=True, slots=True)
class Lead:
    """One whom a task may be given to, in the list that one chooses from."""

    key: str
    name: str
    note: str = ""  # whose person; that nobody there would receive it
    recent: bool = False

    @property
    def folded(self) -> str:
        """How people look for it: without accents."""
        return folded(f"{self.name} {self.note}")


@dataclass(frozen=True, slots=True)
class Quick:
    """A deadline that one tap gives; `until` is None where it cannot be counted."""

    said: str
    until: Deadline | None

    @property
    def number(self) -> int:
        return int(self.said.partition(":")[2])

    @property
    def word(self) -> str:
        return f"tasks-due-{self.said.partition(':')[0]}"


def quick(start: dt.datetime, choices: Sequence[str] = QUICK) -> list[Quick]:
    """The deadlines of one tap, with the day they fall on."""
    held = calendar.in_force()
    return [Quick(said, _counted(said, start, held)) for said in choices]


def _counted(said: str, start: dt.datetime, held: calendar.Calendar) -> Deadline | None:
    try:
        return working_time.after(said, start, held)
    except BadRequest:
        return None


class GiveForm(forms.Form):
    """The task as a leader gives it on a phone: what, to whom, until when; the rest is folded away."""

    title = forms.CharField(label=t_lazy("tasks-field-title"), max_length=LONGEST_TITLE)
    lead = forms.ChoiceField(label=t_lazy("tasks-field-lead"))
    due = forms.ChoiceField(label=t_lazy("tasks-field-due-at"), initial="days:3")
    at = forms.CharField(label=t_lazy("tasks-due-at"), required=False, max_length=30)
    importance = forms.ChoiceField(
        label=t_lazy("tasks-field-importance"), initial=Importance.NORMAL, required=False
    )
    text = forms.CharField(label=t_lazy("tasks-field-text"), required=False, max_length=LONGEST_TEXT)
    along = forms.MultipleChoiceField(label=t_lazy("tasks-with"), required=False)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = reach.standing()
        self.agencies = {f"a{one.pk}": one for one in standing}
        self.people = {f"p{one.pk}": one for one in reach.people(by)}
        self.leads = self._leads(by, reach.within(by, standing))
        self.bodies = [Lead(key, named(one)) for key, one in self.agencies.items()]
        self._choose("lead", [(one.key, one.name) for one in self.leads])
        self._choose("along", [(one.key, one.name) for one in self.bodies])
        self._choose("due", [(one, one) for one in (*QUICK, AT)])
        self._choose("importance", [(one, one) for one in Importance.values])

    def _leads(self, by: Person, reached: Sequence[Agency]) -> list[Lead]:
        """Those of the latest tasks first, then bodies, then people."""
        lately = [f"p{person}" if person else f"a{agency}" for agency, person in reach.recent(by)]
        answering, nobody = reach.answering(), t("tasks-lead-nobody")
        leads = {
            key: Lead(key, named(one), "" if one.pk in answering else nobody, key in lately)
            for one in reached
            if (key := f"a{one.pk}")
        }
        leads |= {key: Lead(key, str(one), one.title, key in lately) for key, one in self.people.items()}
        first = [leads[key] for key in lately if key in leads]
        return [*first, *(one for one in leads.values() if not one.recent)]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def lead_chosen(self) -> Agency | Person:
        key = self.cleaned_data["lead"]
        return self.agencies.get(key) or self.people[key]

    @property
    def along_chosen(self) -> list[Agency]:
        return [self.agencies[key] for key in self.cleaned_data["along"]]

    @property
    def due_said(self) -> str:
        """Empty where the deadline is an instant."""
        said: str = self.cleaned_data["due"]
        return "" if said == AT else said

    def deadline(self) -> Deadline:
        """Raises BadRequest when it cannot be read."""
        if self.due_said:
            return working_time.after(self.due_said, clock.now(), calendar.in_force())
        return Deadline(moment_in(self.cleaned_data["at"]))


def moment_in(text: str) -> dt.datetime:
    """`2026-11-25T17:00` in Viet Nam's time. Raises BadRequest."""
    try:
        at = dt.datetime.fromisoformat(text)
        at = at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)
        if not 2000 <= at.year < 2200:
            raise ValueError(text)
    except ValueError as error:
        raise BadRequest("task-due-unreadable", value=text[:30]) from error
    return at.astimezone(dt.UTC)


def more_time_in(data: QueryDict, due: dt.datetime) -> Deadline:
    """A new deadline: working days after the one that stands, or an instant. Raises BadRequest."""
    said = data.get("due", "")
    if said and said != AT:
        return working_time.after(said, due, calendar.in_force())
    return Deadline(moment_in(data.get("at", "")))


def due_seen_in(data: QueryDict) -> dt.datetime | None:
    """The deadline that the person saw on the page; None where the form did not say."""
    try:
        return dt.datetime.fromisoformat(data.get("due_seen", ""))
    except ValueError:
        return None
