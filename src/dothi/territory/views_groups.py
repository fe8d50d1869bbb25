"""Groups of units: list, make, change, end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.kernel import clock
from dothi.kernel.errors import DothiError, NotAllowed
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.territory import actions, queries
from dothi.territory.forms import Day, GroupForm
from dothi.territory.models import UnitGroup
from dothi.territory.views import asked_day


@requires("territory.view")
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of a day with their members of that day."""
    day = asked_day(request)
    rows = [(group, queries.member_units(group.pk, day)) for group in queries.groups_on(day)]
    user: Any = request.user
    return render(
        request,
        "territory/groups.html",
        {"day": day, "rows": rows, "may_manage": user.may("territory.manage")},
    )


@requires("territory.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None, initial={"day": clock.today()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        _check_scope(request, values["unit_ids"])
        try:
            group = actions.form_group(
                values["code"], name_vi=values["name_vi"], name_en=values["name_en"],
                unit_ids=values["unit_ids"], valid_from=values["day"], by=_by(request),
            )  # fmt: skip
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(
                request, t("territory-group-formed", name=group.name_vi, number=len(values["unit_ids"]))
            )
            return redirect("territory-groups")
    return _page(request, form, None)


@requires("territory.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on the group has the members that are typed."""
    group = get_object_or_404(UnitGroup, pk=pk)
    members = queries.member_units(group.pk, clock.today())
    initial = {"name_vi": group.name_vi, "name_en": group.name_en, "day": clock.today()}
    initial["members"] = "\n".join(f"{unit.code} {unit.full_name}" for unit in members)
    form = GroupForm(request.POST or None, group=group, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        standing = {unit.pk for unit in members}
        names = (values["name_vi"], values["name_en"] or values["name_vi"])
        renamed = names != (group.name_vi, group.name_en)
        changed = standing ^ set(values["unit_ids"])
        _check_scope(request, standing | changed if renamed or not changed else changed)
        try:
            actions.change_group(
                group, name_vi=values["name_vi"], name_en=values["name_en"],
                unit_ids=values["unit_ids"], on=values["day"], by=_by(request),
            )  # fmt: skip
        except DothiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, t("territory-group-saved", name=values["name_vi"]))
            return redirect("territory-groups")
    return _page(request, form, group)


@requires("territory.manage")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The group is valid no longer from the day of the form (today without)."""
    group = get_object_or_404(UnitGroup, pk=pk)
    day = Day().clean(request.POST.get("day")) if request.POST.get("day") else clock.today()
    _check_scope(request, [unit.pk for unit in queries.member_units(group.pk, day)])
    actions.end_group(group, on=day, by=_by(request))
    messages.success(request, t("territory-group-ended", name=group.name_vi, day=f"{day:%d/%m/%Y}"))
    return redirect("territory-groups")


def _page(request: HttpRequest, form: GroupForm, group: UnitGroup | None) -> HttpResponse:
    return render(
        request, "territory/group.html", {"form": form, "group": group}, status=422 if form.errors else 200
    )


def _check_scope(request: HttpRequest, unit_ids: Any) -> None:
    """A group gives rights over its units, so only who manages these units may put them in or take them out."""
    scope = request.scope  # type: ignore[attr-defined]
    if not all(scope.covers(pk, None) for pk in unit_ids) or not (unit_ids or scope.everywhere):
        raise NotAllowed(permission="territory.manage")


def _by(request: HttpRequest) -> Any:
    return request.user
