"""How I want to be told: by which ways, in which order, when not; and in which browsers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dothi.accounts.asker import person_of
from dothi.accounts.models import Person
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import signed_in
from dothi.notify import actions, proofs, rules
from dothi.notify.browsers import push_key, subscription
from dothi.notify.models import Address, Preference, Way
from dothi.notify.reaching import OF_ACCOUNT, digest_of
from dothi.notify.routing import LAST, ORDER

CHOSEN = (*ORDER, *LAST)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """My ways in their order, my quiet hours, my language, my browsers."""
    person = person_of(request)
    if request.method == "POST":
        try:
            _saved(request)
        except BadRequest as error:
            messages.error(request, message_of(error))
        else:
            messages.success(request, t("notify-me-saved"))
        return redirect("notify-me")
    own = Preference.objects.filter(person=person).first()
    begins, ends = rules.quiet_hours()
    context: dict[str, Any] = {
        "ways": _ways(person, own),
        "preference": own,
        "quiet_from": own.quiet_from if own and own.quiet_from else begins,
        "quiet_to": own.quiet_to if own and own.quiet_to else ends,
        "language": own.language if own else "vi",
        "browsers": Address.objects.filter(person=person, way=Way.PUSH).order_by("-pk"),
        "reached": _reached(person),
        "push_key": push_key(),
        "zalo": Address.objects.filter(person=person, way=Way.ZALO).order_by("-pk").first(),
    }
    return render(request, "notify/me.html", context)


def _reached(person: Person) -> list[tuple[proofs.Reached, str, int | None]]:
    """Each address that is to be proved, its digest, and what to remove it by where it is not the account's."""
    own = dict(Address.objects.filter(person=person).values_list("value", "pk"))
    return [(one, digest_of(one.address), own.get(one.address)) for one in proofs.of(person)]


def _ways(person: Person, own: Preference | None) -> list[dict[str, Any]]:
    """Every way with its place in my order (0: not chosen) and where it reaches me."""
    order = list(own.ways) if own else list(ORDER)
    addresses = Address.objects.filter(person=person).order_by("pk").values_list("way", "label", "value")
    known = {way: label if way == Way.PUSH else value for way, label, value in addresses}
    rows = [
        {
            "way": way, "place": order.index(way) + 1 if way in order else 0,
            "reaches": getattr(person, OF_ACCOUNT[way]) if way in OF_ACCOUNT else known.get(way),
        }
        for way in CHOSEN
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["place"] or 99)


def _saved(request: HttpRequest) -> None:
    person = person_of(request)
    places = {way: request.POST.get(f"place-{way}", "") for way in CHOSEN}
    chosen = sorted(
        (int(place), way)
        for way, place in places.items()
        if place.isascii() and place.isdigit() and 0 < int(place) < 100
    )
    quiet = _hours(request.POST.get("quiet_from", ""), request.POST.get("quiet_to", ""))
    actions.prefer(
        person,
        ways=[str(way) for _, way in chosen],
        quiet=quiet,
        language=request.POST.get("language", "vi"),
        by=person,
    )
    if zalo := request.POST.get("zalo", "").strip():
        actions.add_address(person, Way.ZALO, zalo, label=zalo, by=person)


def _hours(begin: str, end: str) -> tuple[dt.time, dt.time] | None:
    """None: as the dated rule says. Raises BadRequest."""
    if not begin and not end:
        return None
    try:
        return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)
    except ValueError:
        raise BadRequest("notify-quiet-hours") from None


@signed_in
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Asks for a code at one of my addresses, or hands in the one that came."""
    try:
        _answered(request) if "code" in request.POST else _asked(request)
    except Conflict as error:
        messages.error(request, message_of(error))
    return redirect("notify-me")


def _asked(request: HttpRequest) -> None:
    person = person_of(request)
    proofs.ask(person, _own_address(request), by=person)
    messages.success(request, t("notify-proof-sent", minutes=rules.number("code-minutes")))


def _answered(request: HttpRequest) -> None:
    person = person_of(request)
    if proofs.answer(person, _own_address(request), request.POST["code"], by=person):
        messages.success(request, t("notify-proof-done"))
    else:
        messages.error(request, t("notify-proof-wrong"))


def _own_address(request: HttpRequest) -> str:
    """The one of mine that was meant. Raises Http404."""
    wanted = request.POST.get("address", "")
    found = [one.address for one in proofs.of(person_of(request)) if digest_of(one.address) == wanted]
    if not found:
        raise Http404
    return found[0]


@signed_in
@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """This browser's subscription, as it gave it. Raises BadRequest: it is none."""
    person, told = person_of(request), subscription(request.POST.get("subscription", ""))
    label = request.headers.get("User-Agent", "")[:120]
    actions.add_address(person, Way.PUSH, told, label=label, by=person)
    return HttpResponse(status=204)


@signed_in
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """An address of mine, no more."""
    person = person_of(request)
    actions.remove_address(get_object_or_404(Address, pk=pk, person=person), by=person)
    return redirect("notify-me")
