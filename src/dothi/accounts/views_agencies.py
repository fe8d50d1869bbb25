"""Agencies as a tree, and the roles with what each may."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts import actions, forms, queries
from dothi.accounts.asker import person_of, scope_of
from dothi.accounts.models import Role
from dothi.kernel import clock
from dothi.kernel.audit.history import history_of
from dothi.kernel.errors import BadRequest, Conflict, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import PERMISSIONS, requires


@requires("people.view")
@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree of agencies in scope with the number of people in each."""
    rows = queries.agency_tree(request.scope)  # type: ignore[attr-defined]
    return render(
        request,
        "accounts/agencies.html",
        {"rows": rows, "may_manage": person_of(request).may("people.manage")},
    )


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = forms.AgencyForm(request.POST or None, scope=request.scope)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = _values(form)
        try:
            agency = actions.add_agency(
                values.pop("code"), **values, by=person_of(request), reason=request.POST.get("reason", "")
            )
        except (BadRequest, Conflict) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("accounts-agency-added", name=agency.name_vi))
            return redirect("accounts-agencies")
    return _form(request, form, t("accounts-agency-add"))


def _values(form: forms.AgencyForm) -> dict[str, Any]:
    values: dict[str, Any] = dict(form.cleaned_data)
    values["unit"] = values.pop("area")
    return values


def _form(request: HttpRequest, form: forms.AgencyForm, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "areas": forms.areas_on(clock.today())}
    return render(request, "accounts/agency.html", context | more, status=422 if form.errors else 200)


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: change it, end it, see its history."""
    scope = scope_of(request)
    found = queries.visible_agencies(scope).filter(pk=pk).first()
    if found is None:
        raise NotFound("not-found")
    names = ("code", "name_vi", "name_en", "kind", "phone")
    initial: dict[str, Any] = {name: getattr(found, name) for name in names}
    initial |= {"parent": found.parent_id, "area": forms.area_label(found.unit) if found.unit else ""}
    form = forms.AgencyForm(request.POST or None, scope=scope, initial=initial)
    form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        values = _values(form)
        values.pop("code")
        try:
            actions.change_agency(
                found, **values, by=person_of(request), reason=request.POST.get("reason", "")
            )
        except (BadRequest, Conflict) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("accounts-agency-changed", name=found.name_vi))
            return redirect("accounts-agencies")
    heirs = queries.current_agencies(scope).exclude(pk=found.pk)
    return _form(request, form, found.name_vi, agency=found, heirs=heirs, history=history_of(found, 20))


@requires("people.manage")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.visible_agencies(request.scope).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise NotFound("not-found")
    chosen = request.POST.get("successor", "")
    heirs = queries.current_agencies(request.scope)  # type: ignore[attr-defined]
    try:
        heir = heirs.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 10 else None
        if chosen and heir is None:
            raise BadRequest("accounts-successor-does-not-stand", code=chosen[:20])
        reason = request.POST.get("reason", "")
        actions.end_agency(found, by=person_of(request), successor=heir, reason=reason)
    except (BadRequest, Conflict) as error:
        messages.error(request, message_of(error))
        return redirect("accounts-agency", pk=pk)
    messages.success(request, t("accounts-agency-ended", name=found.name_vi))
    return redirect("accounts-agencies")


@requires("people.view")
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Which role may what: one line per permission, one column per role."""
    columns = list(Role.objects.all())
    lines = [
        {
            "permission": name,
            "word": f"accounts-may-{name.replace('.', '-')}",
            "cells": [name in role.permissions for role in columns],
        }
        for name in sorted(PERMISSIONS)
    ]
    return render(
        request,
        "accounts/roles.html",
        {
            "columns": columns,
            "lines": lines,
            "may_manage": person_of(request).scope("people.manage").everywhere,
        },
    )


@requires("people.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, code: str) -> HttpResponse:
    """What one role may, changed with a reason."""
    found = Role.objects.filter(code=code).first()
    if found is None:
        raise NotFound("not-found")
    form = forms.RoleForm(request.POST or None, initial={"permissions": found.permissions})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(
                found,
                permissions=form.cleaned_data["permissions"],
                by=person_of(request),
                reason=form.cleaned_data["reason"],
            )
        except (BadRequest, Conflict) as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("accounts-role-changed", name=found.name_vi))
            return redirect("accounts-roles")
    lines = [
        (name, f"accounts-may-{name.replace('.', '-')}", name in found.permissions)
        for name in sorted(PERMISSIONS)
    ]
    context = {
        "role": found,
        "form": form,
        "lines": lines,
        "history": history_of(found, 20),
        "holders": queries.holders(found, request.scope),  # type: ignore[attr-defined]
    }
    return render(request, "accounts/role.html", context, status=422 if form.errors else 200)
