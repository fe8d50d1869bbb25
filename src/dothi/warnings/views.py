"""Screens of warnings: what holds, what waits, one warning with its course, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Person
from dothi.incidents import queries as incidents
from dothi.kernel import clock
from dothi.kernel.cap.writing import written
from dothi.kernel.errors import DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.warnings import actions, changes, others, queries, releasing, showing
from dothi.warnings.composing import composed
from dothi.warnings.drafted import sms_parts
from dothi.warnings.forms import key_in, revision_in
from dothi.warnings.models import PublicWarning

PAGE = 50
TABS = ("in-force", "drafts", "waiting", "ended", "others")
State = PublicWarning.State


@require_safe
@requires("warnings.view")
def warnings(request: HttpRequest) -> HttpResponse:
    """What the public is told now; drafts, what waits for a second person, and the past under their own tabs."""
    return render(request, "warnings/list.html", _listed(request))


@require_safe
@requires("warnings.view")
def warning_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "warnings/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    scope, person = scope_of(request), person_of(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else TABS[0]
    visible = queries.visible(scope)
    rows = {
        "in-force": visible.filter(state=State.RELEASED, expires__gt=clock.now()).order_by("-sent", "-pk"),
        "drafts": visible.filter(state__in=(State.DRAFT, State.WITHDRAWN)).order_by("-changed_at"),
        "waiting": visible.filter(state=State.ASKED).order_by("asked_at"),
        "ended": queries.over(visible).order_by("-sent", "-pk"),
        "others": visible.none(),
    }
    counts = {
        "in-force": rows["in-force"].count(),
        "drafts": visible.filter(state=State.DRAFT).count(),
        "waiting": rows["waiting"].count(),
    }
    page = Paginator(rows[tab], PAGE).get_page(request.GET.get("page"))
    return {
        "tab": tab,
        "tabs": [(name, f"warnings-tab-{name}", counts.get(name, 0)) for name in TABS],
        "page": page,
        "rows": showing.publicly(list(page.object_list)),
        "others": others.received(person.scope("entities.view")) if tab == "others" else [],
        "may_draft": person.may("warnings.draft"),
        "query": request.GET.urlencode(),
    }


@require_safe
@requires("warnings.view")
def warning_page(request: HttpRequest, code: str) -> HttpResponse:
    """One warning: what the public reads, what it says as XML, who did what, and what this person may do."""
    return render(request, "warnings/warning.html", _shown(request, code))


def _shown(request: HttpRequest, code: str) -> dict[str, Any]:
    warning, person = queries.get_warning(code, scope_of(request)), person_of(request)
    xml = bytes(warning.xml) if warning.xml else written(composed(warning))
    holds = warning.state == State.RELEASED and warning.expires > clock.now() and warning.kind != "Cancel"
    texts = [showing.shown(warning, language) for language in _languages(warning)]
    return {
        "warning": warning,
        "one": showing.shown(warning),
        "texts": [(one, sms_parts(f"{one.headline}. {one.text.instruction}")) for one in texts],
        "xml": xml.decode(),
        "changed": changes.since(warning),
        "followed_by": (followed := warning.followers.exclude(state=State.WITHDRAWN).first()),
        "followed_by_state": f"warnings-state-{followed.state}" if followed else "",
        "shapes": changes.shapes_text(warning),
        "holds": holds,
        "may_write": _may(actions.refuse_writer, warning, person),
        "may_release": warning.state == State.ASKED and _may(releasing.refuse_releaser, warning, person),
        "why_not": _why_not(warning, person),
        "key": uuid4(),
        "now": clock.now(),
    }


def _languages(warning: PublicWarning) -> list[str]:
    return sorted((text.language for text in warning.texts.all()), reverse=True)


def _may(refuse: Callable[[PublicWarning, Person], None], warning: PublicWarning, person: Person) -> bool:
    try:
        refuse(warning, person)
    except DothiError:
        return False
    return True


def _why_not(warning: PublicWarning, person: Person) -> str:
    """To who might release in general: why not this one."""
    if warning.state != State.ASKED or not person.may("warnings.release"):
        return ""
    try:
        releasing.refuse_releaser(warning, person)
    except DothiError as error:
        return message_of(error)
    return ""


@require_safe
@requires("warnings.view")
def of_case_or_bulletin(request: HttpRequest) -> HttpResponse:
    """The part on the page of a case (`?case=`) or a bulletin (`?bulletin=`): its warnings, and one click to draft one."""
    person, scope = person_of(request), scope_of(request)
    case, bulletin = request.GET.get("case", "")[:20], request.GET.get("bulletin", "")[:400]
    rows: list[PublicWarning] = []
    if case:
        rows = queries.of_incident(incidents.get_incident(case, person.scope("incidents.view")), scope)
    elif bulletin:
        rows = queries.of_bulletin(bulletin, scope)
    context = {
        "rows": showing.publicly(rows),
        "case": case,
        "bulletin": bulletin,
        "may_draft": person.may("warnings.draft"),
    }
    return render(request, "warnings/_of.html", context)


Act = Callable[[PublicWarning, Person], str]


def _acting(request: HttpRequest, code: str, act: Act) -> HttpResponseBase:
    """Acts and says what was done; a refusal is said on the same page."""
    warning = queries.get_warning(code, person_of(request).scope("warnings.view"))
    try:
        messages.success(request, act(warning, person_of(request)))
    except NotAllowed:
        raise
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("warning", code)


@require_POST
@requires("warnings.draft")
def ask(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(warning: PublicWarning, person: Person) -> str:
        actions.ask(warning, revision=revision_in(request.POST), by=person)
        return t("warnings-asked-now")

    return _acting(request, code, act)


@require_POST
@requires("warnings.draft")
def withdraw(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(warning: PublicWarning, person: Person) -> str:
        actions.withdraw(
            warning, revision=revision_in(request.POST), reason=request.POST.get("reason", ""), by=person
        )
        return t("warnings-withdrawn-now", code=code)

    return _acting(request, code, act)


@require_POST
@requires("warnings.release")
def release(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(warning: PublicWarning, person: Person) -> str:
        releasing.release(warning, revision=revision_in(request.POST), by=person)
        return t("warnings-released-now", code=code)

    return _acting(request, code, act)


@require_POST
@requires("warnings.release")
def give_back(request: HttpRequest, code: str) -> HttpResponseBase:
    def act(warning: PublicWarning, person: Person) -> str:
        releasing.give_back(
            warning, revision=revision_in(request.POST), reason=request.POST.get("reason", ""), by=person
        )
        return t("warnings-returned-now")

    return _acting(request, code, act)


@require_POST
@requires("warnings.draft")
def cancel(request: HttpRequest, code: str) -> HttpResponseBase:
    """Asks for a cancellation; the page of that one is what comes next."""
    warning = queries.get_warning(code, person_of(request).scope("warnings.view"))
    try:
        made = releasing.ask_to_cancel(
            warning, reason=request.POST.get("reason", ""), key=key_in(request.POST), by=person_of(request)
        )
    except NotAllowed:
        raise
    except DothiError as error:
        messages.error(request, message_of(error))
        return redirect("warning", code)
    messages.success(request, t("warnings-asked-now"))
    return redirect("warning", made.code)
