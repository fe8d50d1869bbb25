"""Screens of escalation policies and of the routes to them: what holds, what comes, a new version from a day on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dothi.accounts.asker import person_of
from dothi.duty import forms, policies, queries
from dothi.duty.models import Policy, Route
from dothi.duty.routing import policy_in_force
from dothi.kernel import clock
from dothi.kernel.errors import DothiError, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@require_safe
@requires("duty.view")
def policy_list(request: HttpRequest) -> HttpResponse:
    """What is called for what today, and by which steps."""
    today = clock.today()
    routes = sorted(Route.current(today).values(), key=lambda row: (row.position, row.code))
    coming = Route.objects.filter(valid_from__gt=today).order_by("valid_from")
    held = Policy.current(today)
    context = {
        "routes": [(row, held.get(row.policy_code)) for row in routes],
        "coming": list(coming),
        "policies": [_shown(held[code]) for code in sorted(held)],
        "readable": _readable(request),
        "endless": {one.pk for one in policies.endless(today)},
        "may_set": bool(person_of(request).scope("duty.manage")),
    }
    return render(request, "duty/policies.html", context)


def _readable(request: HttpRequest) -> set[int]:
    """Ids of the rosters that the reader may open: a policy of all names those of others, too."""
    return set(queries.visible(person_of(request).scope("duty.view")).values_list("pk", flat=True))


def _shown(policy: Policy) -> dict[str, Any]:
    steps = list(policy.steps.select_related("roster", "agency"))
    return {
        "policy": policy,
        "gathers": (policy.gather_window_s / 60, (policy.gather_wait_s or 0) / 60)
        if policy.gather_window_s
        else None,
        "steps": [(step, queries.people_of(step.people), step.wait_s / 60) for step in steps],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.view")
def policy_page(request: HttpRequest, code: str) -> HttpResponseBase:
    """All versions of one policy, and the form for the next."""
    current = (
        policy_in_force(code, clock.today())
        or Policy.objects.filter(code=code).order_by("valid_from").first()
    )
    if current is None:
        raise NotFound("duty-policy-unknown", policy=code)
    return _policy(request, code, current)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.manage")
def policy_new(request: HttpRequest) -> HttpResponseBase:
    """A policy of a new code."""
    return _policy(request, "", None)


def _policy(request: HttpRequest, code: str, current: Policy | None) -> HttpResponseBase:
    may_set = policies.may_set(person_of(request), current.agency if current else None)
    if request.method == "POST" and not may_set:
        raise NotAllowed(permission="duty.manage")
    kind = forms.PolicyForm if current else forms.PolicyNew
    form = kind(request.POST or None, initial=_initial(current))
    steps = forms.StepForms(request.POST or None, initial=_initial_steps(current), prefix="step")
    if request.method == "POST" and form.is_valid() and steps.is_valid():
        saved = code or form.cleaned_data["code"]
        if _saved(request, saved, form, steps, current):
            return redirect("duty-policy", saved)
    versions = Policy.objects.filter(code=code).order_by("-valid_from") if code else []
    context = {
        "code": code, "current": current, "form": form, "steps": steps, "versions": [_shown(row) for row in versions], "may_set": may_set,
        "readable": _readable(request),
        "endless": current is not None and not policies.ends_at_person(list(current.steps.select_related("roster")), clock.now()),
    }  # fmt: skip
    return render(request, "duty/policy.html", context, status=422 if request.method == "POST" else 200)


def _saved(request: HttpRequest, code: str, form: Any, steps: Any, current: Policy | None) -> bool:
    told = {
        name: form.cleaned_data[name]
        for name in ("name_vi", "name_en", "valid_from", "repeats", "source", "certainty")
    }
    planned = [step for one in steps.forms if one.has_changed() or one.initial if (step := one.planned())]
    try:
        policies.set_policy(
            code, steps=planned, by=person_of(request), last_wait_s=form.cleaned_data["last_wait"] * 60,
            agency=current.agency if current else None, gathering=form.gathering(), **told,
        )  # fmt: skip
    except DothiError as error:
        form.add_error(None, message_of(error))
        return False
    messages.success(request, t("duty-policy-saved", day=f"{told['valid_from']:%d/%m/%Y}"))
    return True


def _initial(current: Policy | None) -> dict[str, Any]:
    if current is None:
        return {"valid_from": clock.today(), "gather_from": 5, "gather_window": 10, "gather_wait": 1}
    return {
        "name_vi": current.name_vi, "name_en": current.name_en, "valid_from": clock.today(), "repeats": current.repeats,
        "last_wait": max(1, current.last_wait_s // 60), "source": current.source, "certainty": current.certainty,
        "gather_from": current.gather_from, "gather_window": (current.gather_window_s or 600) // 60,
        "gather_wait": (60 if current.gather_wait_s is None else current.gather_wait_s) / 60,
    }  # fmt: skip


def _initial_steps(current: Policy | None) -> list[dict[str, Any]]:
    steps = current.steps.all() if current else ()
    return [
        {
            "kind": step.kind, "wait": step.wait_s / 60, "importance": step.importance, "roster": step.roster_id,
            "first_only": step.first_only, "people": ", ".join(one.username for one in queries.people_of(step.people)),
            "agency": step.agency_id, "url": step.url, "only_from": step.only_from, "only_to": step.only_to,
            "only_count": step.only_count, "only_window": step.only_window_s // 60 if step.only_window_s else None,
        }
        for step in steps
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires("duty.manage")
def route_new(request: HttpRequest) -> HttpResponseBase:
    """A route from a day on; `?code=`: the next one of a code, filled with what holds."""
    held = Route.current(clock.today()).get(request.GET.get("code", "")[:60])
    form = forms.RouteForm(request.POST or None, initial=_initial_route(held))
    if request.method == "POST" and form.is_valid():
        try:
            policies.set_route(by=person_of(request), **form.cleaned_data)
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("duty-route-saved"))
            return redirect("duty-policies")
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "duty/form.html",
        {"form": form, "title": t("duty-route-new"), "leave": "/duty/policies/"},
        status=status,
    )


def _initial_route(held: Route | None) -> dict[str, Any]:
    if held is None:
        return {"valid_from": clock.today(), "position": 50}
    names = (
        "code",
        "position",
        "about",
        "severities",
        "rule_code",
        "policy_code",
        "valid_to",
        "source",
        "certainty",
    )
    told = {name: getattr(held, name) for name in names}
    return told | {"agency": held.agency_id, "unit": held.unit_id, "valid_from": clock.today()}
