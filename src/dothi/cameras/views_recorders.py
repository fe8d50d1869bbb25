"""Recorders of agencies: the list, one of them with its cameras, taken in, described anew, asked whether it answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.cameras import queries
from dothi.cameras import recorders as register
from dothi.cameras.forms import RecorderForm, asked_of
from dothi.cameras.models import Recorder, State
from dothi.cameras.views import MARKS, PER_PAGE
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_safe
@requires("cameras.manage")
def recorders(request: HttpRequest) -> HttpResponse:
    """Every recorder whose register this person keeps, and how its cameras are."""
    asked = asked_of(request.GET)
    rows = register.matching(register.visible(person_of(request)), asked.words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "cameras/recorders.html", {"page": page, "asked": asked})


@require_safe
@requires("cameras.manage")
def recorder(request: HttpRequest, code: str) -> HttpResponse:
    """One recorder and the cameras behind it."""
    person = person_of(request)
    found = register.get_recorder(code, person)
    behind = queries.visible(person, "cameras.manage").filter(recorder=found).order_by("code")
    page = Paginator(behind, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(one, MARKS.get(State(one.health.state))) for one in page.object_list]
    return render(request, "cameras/recorder.html", {"recorder": found, "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("cameras.manage")
def add(request: HttpRequest) -> HttpResponse:
    """A recorder taken in."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("cameras.manage")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """The same form for one that stands."""
    return _form(request, register.get_recorder(code, person_of(request)))


def _form(request: HttpRequest, standing: Recorder | None) -> HttpResponse:
    form = RecorderForm(request.POST or None, scope=scope_of(request), recorder=standing)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _kept(form, standing, request)
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            return redirect("cameras-recorder", kept.code)
    told = {"form": form, "recorder": standing}
    return render(request, "cameras/recorder_form.html", told, status=422 if form.errors else 200)


def _kept(form: RecorderForm, standing: Recorder | None, request: HttpRequest) -> Recorder:
    by = person_of(request)
    if standing is None:
        return register.take_in(form.cleaned_data["code"], form.told(), login=form.login(), by=by)
    return register.change(standing, form.told(), login=form.login(), by=by)


@require_POST
@requires("cameras.manage")
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Does it answer? Its cameras are looked at again."""
    found = register.get_recorder(code, person_of(request))
    word = register.ask(found)
    tell = messages.success if word == "answers" else messages.error
    tell(request, t(f"cameras-recorder-asked-{word}", recorder=found.name))
    return redirect("cameras-recorder", code)
