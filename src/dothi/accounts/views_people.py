"""People on screens: the list, one person, and what is done with them. Every POST is one action."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts import actions, delegation, forms, lockout, passwords, queries
from dothi.accounts.asker import person_of
from dothi.accounts.models import Person, Role, RoleGrant
from dothi.kernel import clock
from dothi.kernel.audit.as_of import as_known_at, find_as_known_at
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires

PAGE = 50
STATES = ("current", "ending", "review", "unused", "ended", "all")


@requires("people.view")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All people in scope; found by part of a name without accents, by agency, role and state."""
    scope = request.scope  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "agency", "role", "state")}
    agency = int(asked["agency"]) if asked["agency"].isdecimal() and len(asked["agency"]) < 19 else None
    found = queries.find_people(
        scope, text=asked["q"], agency=agency, role=asked["role"], state=asked["state"]
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/people.html",
        {
            "page": page,
            "asked": asked,
            "agencies": queries.current_agencies(scope),
            "roles": Role.objects.all(),
            "states": STATES,
            "may_manage": request.user.may("people.manage"),  # type: ignore[union-attr]
        },
    )


@requires("people.view")
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: facts, roles, logins, history; and what the one who looks may do. With `?at=` as it was known then."""
    someone, at = _get(request, pk), past_minute(request.GET.get("at", ""))
    if at is None:
        return _page(request, someone)
    day = at.astimezone(clock.VIETNAM).date()
    context = {
        "at": at,
        "someone": someone,
        "person": find_as_known_at(someone, at),
        "grants": [grant for grant in as_known_at(queries.grants_of(someone), at) if grant.is_valid_on(day)],
        "logins": someone.logins.filter(at__lte=at).order_by("-pk")[:10],
        "history": [version for version in history_of(someone) if version.at <= at],
    }
    return render(request, "accounts/person_then.html", context)


def _get(request: HttpRequest, pk: int) -> Person:
    """The person inside the scope of the view's own permission; outside it does not exist."""
    found = queries.visible_people(request.scope).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotFound("not-found")
    return found


def _page(request: HttpRequest, someone: Person, status: int = 200, **bound: Any) -> HttpResponse:
    by = request.user
    assert isinstance(by, Person)
    manages = by.pk != someone.pk and by.may("people.manage") and delegation.manages(by, someone)
    context: dict[str, Any] = {
        "person": someone,
        "grants": queries.grants_of(someone),
        "logins": someone.logins.order_by("-pk")[:10],
        "history": history_of(someone, 20),
        "locked_until": lockout.locked_until(someone.username),
        "second_factor": passwords.has_second_factor(someone),
        "review_due": Person.objects.filter(queries.review_due(), pk=someone.pk).exists(),
        "may_manage": manages,
    }
    if manages:
        scope = by.scope("people.manage")
        values = {name: getattr(someone, name) for name in ("full_name", "title", "email", "phone")}
        context |= {
            "grant_form": forms.GrantForm(scope=scope),
            "change_form": forms.ChangeForm(initial=values),
            "move_form": forms.MoveForm(
                scope=scope, initial={"agency": someone.agency_id, "title": someone.title}
            ),
            "expire_form": forms.ExpireForm(),
            "areas": forms.areas_on(clock.today()),
        }
    context |= bound
    for name in ("grant_form", "change_form", "move_form", "expire_form"):
        if name in context:
            context[name].auto_id = f"{name}_%s"  # four forms on one page: no id stands twice
    return render(request, "accounts/person.html", context, status=status)


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """A new account; its temporary password is shown once, here."""
    form = forms.InviteForm(request.POST or None, scope=request.scope)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            someone, password = actions.invite_person(
                **form.cleaned_data, by=person_of(request), reason=request.POST.get("reason", "")
            )
        except (BadRequest, Conflict) as error:
            form.add_error(None, message_of(error))
        else:
            return render(
                request, "accounts/password_once.html", {"person": someone, "password": password}, status=201
            )
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


@requires("people.manage")
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    someone, form = _get(request, pk), forms.ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, someone, status=422, change_form=form)
    actions.change_person(
        someone, **form.cleaned_data, by=person_of(request), reason=request.POST.get("reason", "")
    )
    return _done(request, someone, "accounts-changed")


@requires("people.manage")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _get(request, pk)
    form = forms.MoveForm(request.POST, scope=request.scope)  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, someone, status=422, move_form=form)
    actions.move_person(
        someone,
        form.cleaned_data["agency"],
        title=form.cleaned_data["title"],
        by=person_of(request),
        reason=form.cleaned_data["reason"],
    )
    return _done(request, someone, "accounts-moved")


@requires("people.manage")
@require_POST
def expire(request: HttpRequest, pk: int) -> HttpResponse:
    someone, form = _get(request, pk), forms.ExpireForm(request.POST)
    if not form.is_valid():
        return _page(request, someone, status=422, expire_form=form)
    try:
        actions.expire_person(someone, **form.cleaned_data, by=person_of(request))
    except Conflict as error:
        return _refused(request, someone, error)
    return _done(request, someone, "accounts-expired")


@requires("people.manage")
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _get(request, pk)
    actions.restore_person(someone, by=person_of(request), reason=request.POST.get("reason", ""))
    return _done(request, someone, "accounts-restored")


@requires("people.manage")
@require_POST
@never_cache
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _get(request, pk)
    password = actions.reset_password(someone, by=person_of(request), reason=request.POST.get("reason", ""))
    return render(request, "accounts/password_once.html", {"person": someone, "password": password})


@requires("people.manage")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _get(request, pk)
    actions.unlock_person(someone, by=person_of(request), reason=request.POST.get("reason", ""))
    return _done(request, someone, "accounts-unlocked")


@requires("people.manage")
@require_POST
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    someone = _get(request, pk)
    actions.remove_second_factor(someone, by=person_of(request), reason=request.POST.get("reason", ""))
    return _done(request, someone, "accounts-second-factor-removed")


@requires("people.manage")
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a role. Only the form's own fields are read: a posted `person` or `permissions` changes nothing."""
    someone = _get(request, pk)
    form = forms.GrantForm(request.POST, scope=request.scope)  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, someone, status=422, grant_form=form)
    given = form.cleaned_data
    unit, group = given["area"]
    last_day = given["last_day"]
    try:
        actions.grant_role(
            someone,
            given["role"],
            unit=unit,
            group=group,
            agency=given["agency"],
            valid_from=given["valid_from"],
            valid_to=last_day and last_day + dt.timedelta(days=1),
            by=person_of(request),
            reason=given["reason"],
        )
    except (BadRequest, Conflict) as error:
        return _refused(request, someone, error)
    return _done(request, someone, "accounts-granted")


@requires("people.manage")
@require_POST
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    found = (
        RoleGrant.objects.select_related("person", "role", "unit", "group", "agency").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound("not-found")
    someone = _get(request, found.person_id)
    try:
        actions.end_grant(found, by=person_of(request), reason=request.POST.get("reason", ""))
    except Conflict as error:
        return _refused(request, someone, error)
    return _done(request, someone, "accounts-grant-ended")


def _done(request: HttpRequest, someone: Person, key: str) -> HttpResponse:
    messages.success(request, t(key, name=someone.full_name))
    return redirect("accounts-person", pk=someone.pk)


def _refused(request: HttpRequest, someone: Person, error: BadRequest | Conflict) -> HttpResponse:
    messages.error(request, message_of(error))
    return redirect("accounts-person", pk=someone.pk)


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The six-month review: who is due; keep or end, many in one go, one by one in the history."""
    if request.method == "POST":
        return _reviewed(request)
    due = queries.find_people(request.scope, state="review").exclude(pk=person_of(request).pk)  # type: ignore[attr-defined]
    page = Paginator(due, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/review.html", {"page": page})


def _reviewed(request: HttpRequest) -> HttpResponse:
    by, reason = person_of(request), request.POST.get("reason", "") or t("accounts-review")
    counts = {"keep": 0, "end": 0}
    refused: list[str] = []
    chosen = {
        int(name.removeprefix("person-")): act
        for name, act in request.POST.items()
        if name.removeprefix("person-").isdecimal() and len(name) < 26
    }
    for someone in queries.visible_people(request.scope).filter(pk__in=chosen):  # type: ignore[attr-defined]
        act = chosen[someone.pk]
        try:
            if act == "keep":
                actions.review_done(someone, by=by, reason=reason)
            elif act == "end":
                actions.expire_person(someone, by=by, reason=reason)
            else:
                continue
        except (Conflict, NotAllowed) as error:
            refused.append(f"{someone.full_name}: {message_of(error)}")
        else:
            counts[act] += 1
    messages.success(request, t("accounts-review-done", kept=counts["keep"], ended=counts["end"]))
    for line in refused:
        messages.error(request, line)
    return redirect("accounts-review")
