"""Following a place, for everybody: what and where, a code that proves the address, one's own list, and the link that ends it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dothi.around.here.place import LONGEST, Place, by_point, by_words
from dothi.around.here.views import PATH
from dothi.around.watching import actions, devices, stopping, wants
from dothi.around.watching.actions import AIR_LEVELS, Wish, wish_of
from dothi.around.watching.area import RADII_M
from dothi.around.watching.models import Topic, Watch
from dothi.kernel.errors import DothiError
from dothi.kernel.i18n import language, message_of
from dothi.kernel.permissions import public
from dothi.kernel.private import private
from dothi.kernel.retention import in_force
from dothi.notify.browsers import push_key
from dothi.reports import rules as reports_rules
from dothi.reports.identity import codes, proving, sessions
from dothi.reports.identity.sessions import PROVEN, Holder
from dothi.reports.intake import ground, knocks

MOST_SUBSCRIPTION = 2000  # signs that are read of one
LIST = "list"  # what a code was asked for: to see one's own


@public
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """What to be told of, where and how; a code proves the address before anything is kept. `look`: only fills in the place."""
    told = _typed(request)
    if request.method != "POST" or "look" in request.POST:
        return _form(request, told)
    try:
        knocks.spend(request, "look")
        wish, holder = _wish(request, told), _holder(request)
        if told["subscription"]:
            return _follow_by_device(request, told["subscription"], wish)
        contact = told["contact"].strip()
        if holder is not None and contact in ("", holder.address):
            actions.follow(holder, wish, language=language())
            return private(redirect("watch-mine"))
        return _ask(request, contact, wish.kept())
    except DothiError as error:
        return _form(request, told, error=message_of(error), status=error.status)


def _typed(request: HttpRequest) -> dict[str, str]:
    names = ("q", "lon", "lat", "radius", "air_above", "contact")
    told = {name: request.POST.get(name, "")[:LONGEST] for name in names}
    return told | {"subscription": request.POST.get("subscription", "")[:MOST_SUBSCRIPTION]}


def _holder(request: HttpRequest) -> Holder | None:
    """Who proved a number or an e-mail, else this browser."""
    return sessions.find_holder(request) or devices.find_holder(request)


def _follow_by_device(request: HttpRequest, subscription: str, wish: Wish | None) -> HttpResponseBase:
    """This browser is told, and sees what it follows. Raises DothiError."""
    knocks.spend(request, "device")
    holder = devices.holder_of(subscription)
    if wish is not None:
        actions.follow(holder, wish, language=language())
    answer = redirect("watch-mine")
    sessions.forget(answer, PROVEN)  # of the two ways the one just used
    devices.remember(answer, request, holder)
    return private(answer)


def _wish(request: HttpRequest, told: dict[str, str]) -> Wish:
    """Raises BadRequest."""
    return wish_of(
        _place(told), told["radius"], request.POST.getlist("topic")[:10], _kinds(request), air_above=told["air_above"],
        daily=request.POST.get("daily") == "1", quiet=request.POST.get("quiet") != "0",
    )  # fmt: skip


def _kinds(request: HttpRequest) -> dict[str, list[str]]:
    """What was ticked below each topic."""
    return {one: request.POST.getlist(f"kind-{one}")[: wants.MOST + 1] for one in Topic.values}


def _place(told: dict[str, str]) -> Place:
    if told["lon"] or told["lat"]:
        return by_point(told["lon"], told["lat"])
    return by_words(told["q"])[0]


def _form(
    request: HttpRequest, told: dict[str, str], *, error: str = "", status: int = 200
) -> HttpResponseBase:
    chosen = set(request.POST.getlist("topic")) or {Topic.WARNINGS}
    kept, kinds = in_force().get("around-watches"), _kinds(request)
    context = {
        "told": told,
        "bounds": ground.bounds(),
        "error": error,
        "topics": [
            (one, f"around-topic-{one}", one in chosen, wants.offered(one), kinds[one])
            for one in Topic.values
        ],
        "radii": RADII_M,
        "levels": AIR_LEVELS,
        "holder": _holder(request),
        "push_key": push_key(),
        "days": kept.days if kept else 730,
    }
    return private(render(request, "around/watch_new.html", context, status=status))


def _ask(request: HttpRequest, contact: str, then: str) -> HttpResponseBase:
    """Sends a code; what was wished waits in this browser, not with us. Raises DothiError."""
    return proving.send(request, contact, then, to="watch-code", path=PATH)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """The code comes back."""
    waiting = sessions.asking(request)
    if waiting is None:
        return redirect("watch-new")
    error, status = "", 200
    if request.method == "POST":
        try:
            proving.confirm(request, waiting)
            return _proven(request, waiting)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
    context = {"waiting": waiting, "error": error, "minutes": reports_rules.value("code-minutes")}
    return private(render(request, "around/watch_code.html", context, status=status))


def _proven(request: HttpRequest, holder: Holder) -> HttpResponseBase:
    if holder.then != LIST:
        actions.follow(holder, Wish.of(holder.then), language=language())
    return proving.proven(request, holder, to="watch-mine", path=PATH)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """What one follows; without a proof it asks for the address first (`contact`), and answers the same whoever's it is."""
    holder, error, status = _holder(request), "", 200
    if request.method == "POST":
        try:
            return _do(request, holder)
        except DothiError as refused:
            error, status = message_of(refused), refused.status
    watches = actions.own(holder) if holder else []
    context = {"holder": holder, "watches": watches, "error": error, "push_key": push_key()}
    page = private(render(request, "around/watch_mine.html", context, status=status))
    return knocks.mark(request, page, PATH)


def _do(request: HttpRequest, holder: Holder | None) -> HttpResponseBase:
    if subscription := request.POST.get("subscription", "")[:MOST_SUBSCRIPTION]:
        return _follow_by_device(request, subscription, None)
    if holder is None:
        return _ask(request, request.POST.get("contact", "")[:LONGEST], LIST)
    what: Any = request.POST.get("stop", "")
    if what == "all":
        actions.stop_all(holder)
    else:
        for watch in actions.own(holder):
            if str(watch.pk) == what:
                actions.stop(watch)
    answer = redirect("watch-mine")
    if what == "leave":
        codes.end(holder.number)
        sessions.forget(answer, PROVEN)
        devices.forget(answer)
    return private(answer)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link below every message: one button, no login. A mail program that opens links by itself ends nothing."""
    watch: Watch | None = stopping.find(token)
    if request.method == "POST" and watch is not None:
        actions.stop(watch)
    context = {"watch": watch, "is_over": watch is None or request.method == "POST"}
    answer = render(request, "around/watch_stop.html", context)
    answer["Cache-Control"], answer["Referrer-Policy"] = "no-store", "same-origin"
    return answer
