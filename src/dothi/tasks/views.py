"""Screens of tasks: the list, one task with its record, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Agency, Person
from dothi.kernel import clock
from dothi.kernel.attachments import JPEG, Sound
from dothi.kernel.errors import BadRequest, DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import requires
from dothi.tasks import actions, files, forms, queries, reach, showing
from dothi.tasks.models import Extension, Task, TaskPart
from dothi.tasks.sides import sides_of, takes_part
from dothi.tasks.workflow import Side, Word
from dothi.tasks.working_time import Deadline

PAGE = 50


@require_safe
@requires("tasks.view")
def task_list(request: HttpRequest) -> HttpResponse:
    """What was given to whom, and how it stands; open tasks by their deadline."""
    return render(request, "tasks/list.html", _listed(request) | {"agencies": reach.standing()})


@require_safe
@requires("tasks.view")
def task_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "tasks/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    scope, person, now = scope_of(request), person_of(request), clock.now()
    asked = forms.task_filter(request.GET, person)
    page = Pages(queries.listed(scope, asked, now), PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(scope, now)
    return {
        "page": page,
        "rows": [showing.shown(one, now) for one in page.object_list],
        "asked": asked,
        "tabs": [
            ("open", "tasks-tab-open", counts["not_started"] + counts["in_time"] + counts["overdue"]),
            *((word.value, f"tasks-word-{word}", counts[word.value.replace("-", "_")]) for word in Word),
        ],
        "may_give": person.may("tasks.give"),
        "query": request.GET.urlencode(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("tasks.give")
def give(request: HttpRequest) -> HttpResponseBase:
    """Gives a task; what it is given from comes along in the address (`?kind=&code=&path=&title=`)."""
    by, about = person_of(request), forms.about_in(request.POST or request.GET)
    begun = {"title": request.GET.get("title", "")[:200], "due": "days:3", "importance": "normal"}
    form = forms.GiveForm(request.POST or None, by=by, initial=begun)
    quick = forms.quick(clock.now())
    context = {"form": form, "about": about, "key": forms.key_in(request.POST), "quick": quick}
    if request.method != "POST":
        return render(request, "tasks/give.html", context)
    if not form.is_valid():
        return render(request, "tasks/give.html", context, status=422)
    try:
        task = _given(form, about, forms.key_in(request.POST), by)
    except BadRequest as error:
        return render(request, "tasks/give.html", context | {"error": message_of(error)}, status=422)
    messages.success(request, t("tasks-given-now", code=task.code, lead=showing.shown(task).lead))
    return redirect("task", task.code)


def _given(form: forms.GiveForm, about: tuple[str, str, str], key: UUID, by: Person) -> Task:
    until = form.deadline()
    return actions.give(
        title=form.cleaned_data["title"],
        text=form.cleaned_data["text"],
        lead=form.lead_chosen,
        with_=form.along_chosen,
        due_at=until.at,
        due_said=form.due_said,
        due_expected=until.expected,
        importance=form.cleaned_data["importance"] or "normal",
        about=about,
        key=key,
        by=by,
    )


@require_safe
@requires("tasks.view")
def task_page(request: HttpRequest, code: str) -> HttpResponse:
    """One task: its word and clock, what this person may do, and the record."""
    return render(request, "tasks/task.html", _shown(request, code))


@require_safe
@requires("tasks.view")
def task_part(request: HttpRequest, code: str) -> HttpResponse:
    """The living part of the task's page."""
    return render(request, "tasks/_task.html", _shown(request, code))


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    person = person_of(request)
    task = queries.get_task(code, scope_of(request))
    sides, parts, extensions = sides_of(task, person), queries.parts_of(task), queries.extensions_of(task)
    steps = showing.steps_for(task, person)
    may_give_again = any(step.name == "give-again" for step in steps)
    return {
        "task": task,
        "one": showing.shown(task),
        "steps": [step for step in steps if step.name not in _OWN_FORM],
        "may_hand_in": any(step.name == "hand-in" for step in steps),
        "may_give_again": may_give_again,
        "agencies": reach.within(person, reach.standing()) if may_give_again else [],
        "parts": parts,
        "shares": [showing.Share(part, task) for part in parts if part.role == part.Role.WITH],
        "owes_share": _owes_share(parts, person) and not task.is_over,
        "limits": files.limits(),
        "extensions": extensions,
        "waiting": next((one for one in extensions if one.state == Extension.State.ASKED), None),
        "is_giver": Side.GIVER in sides,
        "may_ask_time": bool(sides) and not task.is_over,
        "may_answer": takes_part(task, person),
        "record": [showing.Said(line) for line in queries.record(task)],
        "quick": forms.quick(max(task.due_at, clock.now()), forms.QUICK[1:]),
        "now": clock.now(),
    }


def _owes_share(parts: list[TaskPart], person: Person) -> bool:
    """Does the person's agency work along, and has it not said yet that its share is done?"""
    return any(
        part.agency_id == person.agency_id and part.role == part.Role.WITH and part.answered_at is None
        for part in parts
    )


@require_safe
@requires("tasks.view")
def of_source(request: HttpRequest) -> HttpResponse:
    """The part on the page of what tasks are given from (`?kind=&code=&path=&title=`)."""
    kind, code, path = forms.about_in(request.GET)
    rows = queries.of_source(kind, code, scope_of(request)) if kind else []
    context = {
        "rows": [showing.shown(one) for one in rows],
        "kind": kind,
        "code": code,
        "path": path,
        "title": request.GET.get("title", "")[:200],
        "may_give": bool(kind) and person_of(request).may("tasks.give"),
    }
    return render(request, "tasks/_of.html", context)


@require_safe
@requires("tasks.view")
def task_file(request: HttpRequest, code: str, line: int, number: int) -> HttpResponse:
    """A file of the record, for whoever sees the task: a picture shows, everything else is saved; nothing of it runs in our pages."""
    found, body = files.get_file(queries.get_task(code, scope_of(request)), line, number)
    saved = found.media_type != JPEG
    return HttpResponse(
        body,
        content_type=found.media_type,
        headers={
            "Content-Disposition": content_disposition_header(saved, found.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


Act = Callable[[Task, Person], str]


def _acting(request: HttpRequest, code: str, act: Act) -> HttpResponseBase:
    """Acts and says what was done; a refusal is said on the same page."""
    person = person_of(request)
    task = queries.get_task(code, person.scope("tasks.view"))
    try:
        messages.success(request, act(task, person))
    except (NotAllowed, NotFound):
        raise
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("task", code)


_REASONED = {"refuse": actions.refuse, "give-back": actions.give_back, "withdraw": actions.withdraw}
_PLAIN = {"accept": actions.accept, "start": actions.start}
_OWN_FORM = ("hand-in", "give-again")  # steps that stand in forms of their own, not among the buttons


@require_POST
@requires("tasks.view")
def step(request: HttpRequest, code: str) -> HttpResponseBase:
    """One step of the workflow (`step`), against the state that the person saw (`seen`)."""
    name, seen, said = (request.POST.get(each, "") for each in ("step", "seen", "reason"))

    def act(task: Task, by: Person) -> str:
        if name in _REASONED:
            _REASONED[name](task, reason=said, by=by, seen=seen)
        elif name == "confirm":
            actions.confirm(task, text=said, by=by, seen=seen)
        elif name == "hand-in":
            with _files(request) as handed:
                actions.hand_in(task, text=said, files=handed, by=by, seen=seen)
        elif name in _PLAIN:
            _PLAIN[name](task, by=by, seen=seen)
        elif name == "give-again":
            lead = _agency(request.POST.get("lead", ""))
            actions.give_again(task, lead=lead, until=_until(request, task), text=said, by=by, seen=seen)
        else:
            raise BadRequest("task-step-unknown", step=name[:20])
        return t(f"tasks-done-{name}", code=code)

    return _acting(request, code, act)


@contextmanager
def _files(request: HttpRequest) -> Iterator[list[Sound]]:
    """What was handed in, examined and put by. Raises BadRequest, TooLarge."""
    found = files.examined(request.FILES.getlist("files"))
    with files.put_by(found):
        yield found


def _until(request: HttpRequest, task: Task) -> Deadline | None:
    """A new deadline where one was chosen; `keep` (or nothing): the one that stands."""
    if request.POST.get("due", "keep") == "keep":
        return None
    return forms.more_time_in(request.POST, max(task.due_at, clock.now()))


def _agency(text: str) -> Agency:
    """One of today's. Raises BadRequest."""
    found = next((one for one in reach.standing() if str(one.pk) == text), None)
    if found is None:
        raise BadRequest("task-needs-lead")
    return found


@require_POST
@requires("tasks.view")
def answer(request: HttpRequest, code: str) -> HttpResponseBase:
    """A word on the record, to all or to one agency."""

    def act(task: Task, by: Person) -> str:
        to, done = request.POST.get("to", ""), request.POST.get("done") == "yes"
        agency = _agency(to) if to else None
        with _files(request) as handed:
            actions.answer(task, request.POST.get("text", ""), by=by, to=agency, files=handed, done=done)
        return t("tasks-answered-now")

    return _acting(request, code, act)


@require_POST
@requires("tasks.view")
def more_time(request: HttpRequest, code: str) -> HttpResponseBase:
    """The giver gives more time at once; the lead asks for it."""

    def act(task: Task, by: Person) -> str:
        until = forms.more_time_in(request.POST, max(task.due_at, clock.now()))
        gives, reason = Side.GIVER in sides_of(task, by), request.POST.get("reason", "")
        if gives:
            actions.extend(task, until=until, reason=reason, by=by, seen=forms.due_seen_in(request.POST))
        else:
            actions.ask_more_time(task, until=until, reason=reason, by=by)
        return t("tasks-extended-now" if gives else "tasks-asked-time-now")

    return _acting(request, code, act)


@require_POST
@requires("tasks.give")
def decide_time(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Grants (`grant=yes`) or refuses what was asked for."""

    def act(task: Task, by: Person) -> str:
        asked = task.extensions.filter(pk=pk).first()
        if asked is None:
            raise NotFound("task-time-not-asked", code=code)
        grant = request.POST.get("grant") == "yes"
        actions.decide_time(asked, grant=grant, text=request.POST.get("reason", ""), by=by)
        return t("tasks-extended-now" if grant else "tasks-refused-time-now")

    return _acting(request, code, act)
