"""Reads of lists and versions. Whoever may see lists sees all of them: they are there for everybody. Drafts are not: they belong
to those who manage the list, and `managed` is the question that the database is asked for that."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from dothi.codelists.editions import Entries, entries_of, offered_on
from dothi.codelists.models import CodeList, Release
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.offered import find_offered
from dothi.kernel.permissions import Scope
from dothi.kernel.vietnamese import in_vietnamese
from dothi.territory.names import folded


@dataclass(frozen=True)
class State:
    """A list as it stands on a day; `release` is the version in force (None: live, or none yet). Entries are read when asked."""

    list: CodeList
    day: dt.date
    release: Release | None

    @property
    def is_live(self) -> bool:
        return not self.list.is_kept

    @cached_property
    def entries(self) -> Entries:
        return entries_of(self.release) if self.list.is_kept else offered_on(self.list, self.day)

    @cached_property
    def size(self) -> int:
        """How many entries, without reading them where that is possible."""
        home = find_offered(self.list.home)
        if home and home.count:
            return home.count(self.day)
        return self.release.entries.count() if self.release else len(self.entries)


def lists(text: str = "", owner: str = "") -> list[CodeList]:
    """All lists by name; with `text` those whose code or names hold its words, with `owner` those of that agency (its code)."""
    rows = CodeList.objects.select_related("owner").order_by(in_vietnamese("name_vi"), "pk")
    if owner:
        rows = rows.filter(owner__code=owner)
    wanted = folded(text).split()
    return [
        row
        for row in rows
        if all(word in folded(f"{row.code} {row.name_vi} {row.name_en}") for word in wanted)
    ]


def managed(scope: Scope) -> QuerySet[CodeList]:
    """The lists that a scope of `codelists.manage` reaches: by their owner and its unit. One without owner only from everywhere."""
    return scope.restrict(CodeList.objects.select_related("owner"), unit="owner__unit_id", agency="owner_id")


def get_list(code: str) -> CodeList:
    """One list. Raises NotFound."""
    found = CodeList.objects.select_related("owner").filter(code=code).first()
    if found is None:
        raise NotFound("codelists-list-does-not-exist", code=code)
    return found


def release_on(code_list: CodeList, day: dt.date) -> Release | None:
    """The version in force on `day`: of the published ones the last that had begun."""
    begun = code_list.releases.filter(status=Release.Status.PUBLISHED, valid_from__lte=day)
    return begun.order_by("-valid_from").first()


def state_on(code_list: CodeList, day: dt.date) -> State:
    """The list as it stands on `day`."""
    return State(code_list, day, release_on(code_list, day) if code_list.is_kept else None)


def state_of(code_list: CodeList, number: int) -> State:
    """One published version by its number. Raises NotFound."""
    release = versions(code_list).filter(number=number).first()
    if release is None or release.valid_from is None:
        raise NotFound("codelists-version-does-not-exist", code=code_list.code, number=number)
    return State(code_list, release.valid_from, release)


def state_asked(code_list: CodeList, at: dt.date | None = None, number: int | None = None) -> State:
    """By version where one is asked for, else on a day (default today)."""
    if number is not None:
        return state_of(code_list, number)
    return state_on(code_list, at or clock.today())


def versions(code_list: CodeList) -> QuerySet[Release]:
    """What was ever published, the latest first; a waiting version that was withdrawn says so."""
    rows = code_list.releases.filter(~Q(status=Release.Status.DRAFT)).select_related("published_by")
    return rows.order_by("-number")


def latest(code_list: CodeList) -> Release | None:
    """The last published version, whether it has begun or waits."""
    return code_list.releases.filter(status=Release.Status.PUBLISHED).order_by("-valid_from").first()


def find_draft(code_list: CodeList) -> Release | None:
    return code_list.releases.filter(status=Release.Status.DRAFT).first()


def get_draft(code_list: CodeList) -> Release:
    """The list's draft. Raises NotFound where there is none."""
    draft = find_draft(code_list)
    if draft is None:
        raise NotFound("codelists-no-draft", code=code_list.code)
    return draft


def waiting(code_list: CodeList) -> Release | None:
    """The version that is published and has not begun."""
    last = latest(code_list)
    return last if last and last.is_waiting() else None
