"""The leader's phone: ten figures, what changed, what is red; one card for each thing, on which a task is given and followed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.incidents import queries as incidents
from dothi.indicators import book
from dothi.kernel import clock
from dothi.kernel.asked import key_of
from dothi.kernel.errors import BadRequest, DothiError
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import public, requires
from dothi.leaders import changes, rules, subjects, tiles
from dothi.leaders.subjects import Subject
from dothi.rules.alarms import queries as alarms
from dothi.tasks import actions as tasks_actions
from dothi.tasks import forms as tasks_forms
from dothi.tasks import queries as tasks
from dothi.tasks import reach, showing
from dothi.tasks.workflow import Word

RED, MOST_RED = ("critical", "high"), 6
DUES = ("due-short", "due-usual", "due-long")


@require_safe
@requires("leaders.view")
def home(request: HttpRequest) -> HttpResponse:
    """Everything on one page; each tile leads to its card."""
    person = person_of(request)
    shown = tiles.of(person)
    context = {"tiles": shown, "changes": changes.of(person, shown), "since": changes.since(), **_red(person)}
    return render(request, "leaders/home.html", context)


def _red(person: Person) -> dict[str, Any]:
    """Open alarms and cases that are grave, and tasks of this person that are late: the first of each, and how many."""
    found: dict[str, Any] = {}
    if scope := person.scope("alarms.view"):
        rows = alarms.listed(scope, alarms.Filter(state="open")).filter(severity__in=RED)
        found["alarms"], found["alarms_number"] = list(rows[:MOST_RED]), rows.count()
    if scope := person.scope("incidents.view"):
        cases = incidents.listed(scope, incidents.Filter(state="open")).filter(severity__in=RED)
        found["incidents"], found["incidents_number"] = list(cases[:MOST_RED]), cases.count()
    late = tasks.Filter(word=Word.OVERDUE, mine=person.pk)
    owed = tasks.listed(person.scope("tasks.view"), late, clock.now())
    found["late"] = [showing.shown(one) for one in owed[:MOST_RED]]
    return found


@require_safe
@requires("leaders.view")
def card(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One thing: worse than when, who owns it, was it assigned, was it answered – and a task in one tap."""
    person = person_of(request)
    return render(request, "leaders/card.html", _card(subjects.get_subject(kind, code, person), person))


def _card(subject: Subject, person: Person) -> dict[str, Any]:
    given = tasks.of_source(subject.kind, subject.code, person.scope("tasks.view"))
    may_give = person.may("tasks.give") and subject.owner is not None and reach.reaches(person, subject.owner)
    return {
        "subject": subject,
        "given": [(showing.shown(one), _answer(one)) for one in given],
        "may_give": may_give,
        "may_choose": person.may("tasks.give") and not may_give,
        "quick": tasks_forms.quick(clock.now(), [f"days:{rules.value(due)}" for due in DUES])
        if may_give
        else [],
        "key": uuid4(),
        **subject.shown,
    }


def _answer(task: Any) -> showing.Said | None:
    """What its lead said last."""
    said = [line for line in tasks.record(task) if line.what in ("hand-in", "answer")]
    return showing.Said(said[-1]) if said else None


@require_POST
@requires("tasks.give")
def give(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """A task about this to who owns it, due in the working days that were tapped; tapped twice it is one."""
    person = person_of(request)
    subject = subjects.get_subject(kind, code, person)
    try:
        task = _given(subject, request, person)
        messages.success(request, t("tasks-given-now", code=task.code, lead=showing.shown(task).lead))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("leader-card", kind, code)


def _given(subject: Subject, request: HttpRequest, person: Person) -> Any:
    said = request.POST.get("due", "")
    known = [f"days:{rules.value(due)}" for due in DUES]
    quick = next((one for one in tasks_forms.quick(clock.now(), known) if one.said == said), None)
    if quick is None or quick.until is None:
        raise BadRequest("task-due-not-said", said=said[:20])
    if subject.owner is None:
        raise BadRequest("leaders-no-owner")
    return tasks_actions.give(
        title=subject.title, lead=subject.owner, due_at=quick.until.at, due_said=said, due_expected=quick.until.expected,
        about=subject.about, text=request.POST.get("text", ""), key=key_of(request.POST.get("key", "")), by=person,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires("leaders.view")
def choose(request: HttpRequest) -> HttpResponse:
    """Which figures stand on one's page."""
    person = person_of(request)
    standing = tiles.chosen(person) or tiles.ready(person)
    known = sorted(
        book.in_force().values(), key=lambda one: (one.code not in standing, one.pack, one.name_vi)
    )
    context: dict[str, Any] = {"figures": known, "chosen": standing, "most": rules.value("tiles")}
    if request.method != "POST":
        return render(request, "leaders/choose.html", context)
    try:
        tiles.choose(request.POST.getlist("figure"), by=person)
    except DothiError as error:
        context |= {"error": message_of(error), "chosen": request.POST.getlist("figure")}
        return render(request, "leaders/choose.html", context, status=error.status)
    messages.success(request, t("leaders-chosen-now"))
    return redirect("leader")


@require_GET
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the page on its home screen. No data."""
    answer = render(request, "leaders/manifest.webmanifest", content_type="application/manifest+json")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer
