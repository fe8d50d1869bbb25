"""The centre's pages of walls: which there are and how they live, what stands on them, who may change that."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel import clock
from dothi.kernel.asked import key_of, number_of
from dothi.kernel.errors import DothiError, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires
from dothi.wall import actions, forms, queries, rules, showing
from dothi.wall.models import Banner, Scene, Wall
from dothi.wall.scenes import KINDS, written


@require_safe
@requires("wall.view")
def wall_list(request: HttpRequest) -> HttpResponse:
    """Every wall: its scene and why, each screen and what is wrong with it."""
    return render(request, "wall/list.html", _listed(request))


@require_safe
@requires("wall.view")
def wall_part(request: HttpRequest) -> HttpResponse:
    """The living part of the list."""
    return render(request, "wall/_list.html", _listed(request))


def _listed(request: HttpRequest) -> dict[str, Any]:
    person, now = person_of(request), clock.now()
    found = queries.living(person, now)
    return {
        "walls": [(one, showing.why(one.standing) if one.standing else "") for one in found],
        "standing": [one.wall for one in found if one.standing],
        "abnormal": sum(one.abnormal for one in found),
        "scenes": queries.scenes().values(),
        "broadcasts": queries.banners(now).filter(walls__overlap=[one.wall.pk for one in found]),
        "seen": queries.newest_switch(),
        "key": uuid4(),
        "hand_minutes": rules.value("hand-minutes"),
        "longest": queries.LONGEST_BANNER,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("wall.manage")
def hang(request: HttpRequest) -> HttpResponse:
    """A new wall; its address is shown this once."""
    form = forms.WallForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method != "POST":
        return render(request, "wall/hang.html", context)
    if not form.is_valid():
        return render(request, "wall/hang.html", context, status=422)
    try:
        wall, token = actions.hang(**form.cleaned_data, by=person_of(request))
    except DothiError as error:
        return render(request, "wall/hang.html", context | {"error": message_of(error)}, status=error.status)
    address = request.build_absolute_uri(reverse("wall-open", args=[token]))
    answer = render(request, "wall/hung.html", {"wall": wall, "address": address})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@requires("wall.manage")
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Its token opens nothing any more."""
    wall = queries.get_wall(code, scope_of(request))
    actions.withdraw(wall, by=person_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, t("wall-withdrawn-now", wall=wall.name))
    return redirect("walls")


@require_POST
@requires("wall.switch")
def switch(request: HttpRequest) -> HttpResponse:
    """One wall or several get a scene, or go by what happens again."""
    said = request.POST
    try:
        actions.switch(
            _chosen(request), said.get("scene", ""), seen=number_of(said.get("seen", "")) or 0, minutes=number_of(said.get("minutes", "")),
            pinned=said.get("pinned") == "yes", reason=said.get("reason", ""), by=person_of(request),
        )  # fmt: skip
        messages.success(request, t("wall-switched-now"))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("walls")


@require_POST
@requires("wall.broadcast")
def broadcast(request: HttpRequest) -> HttpResponse:
    """Words onto walls until a time."""
    said = request.POST
    try:
        actions.broadcast(
            _chosen(request), said.get("text", ""), minutes=number_of(said.get("minutes", "")) or 0,
            key=key_of(said.get("key", "")) or uuid4(), by=person_of(request),
        )  # fmt: skip
        messages.success(request, t("wall-broadcast-now"))
    except DothiError as error:
        messages.error(request, message_of(error))
    return redirect("walls")


@require_POST
@requires("wall.broadcast")
def end_banner(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the words down."""
    mine = queries.visible(scope_of(request)).values_list("pk", flat=True)
    banner = Banner.objects.filter(pk=pk, walls__overlap=list(mine)).first()
    if banner is None:
        raise NotFound("wall-banner-does-not-exist")
    actions.end_banner(banner, by=person_of(request))
    messages.success(request, t("wall-banner-ended"))
    return redirect("walls")


def _chosen(request: HttpRequest) -> list[Wall]:
    """The walls that the form names, of those where the right reaches; none named: all of them."""
    rows = queries.visible(scope_of(request)).filter(withdrawn_at=None, ends_on__gte=clock.today())
    named = request.POST.getlist("wall")
    return list(rows.filter(code__in=named) if named else rows)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("wall.view")
def scene(request: HttpRequest, code: str) -> HttpResponse:
    """One scene: what it shows today, its versions, and a new one from a day on."""
    held = Scene.held(code)
    if held is None:
        raise NotFound("wall-scene-unknown", scene=code[:60])
    begun = {
        "name_vi": held.name_vi, "name_en": held.name_en, "rank": held.rank, "columns": held.columns,
        "tiles": written(held.tiles), "valid_from": clock.today(),
    }  # fmt: skip
    form = forms.SceneForm(request.POST or None, initial=begun)
    context: dict[str, Any] = {
        "scene": held, "form": form, "kinds": KINDS, "may_change": person_of(request).scope("wall.manage").everywhere,
        "versions": [(one, written(one.tiles)) for one in Scene.objects.filter(code=code).select_related("by").order_by("-valid_from")],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "wall/scene.html", context)
    if not form.is_valid():
        return render(request, "wall/scene.html", context, status=422)
    try:
        actions.set_scene(code, **form.cleaned_data, by=person_of(request))
    except DothiError as error:
        return render(request, "wall/scene.html", context | {"error": message_of(error)}, status=error.status)
    messages.success(request, t("wall-scene-set"))
    return redirect("wall-scene", code)
