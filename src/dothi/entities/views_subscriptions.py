"""Screens of subscriptions: the list with its lag, one with its dead letters; pause, resume, send again."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.entities import deliveries
from dothi.kernel.errors import BadRequest, Conflict
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires

PAGE = 50


@require_safe
@requires("connectors.view")
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Every subscription of keys in scope, those in trouble first."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isdecimal() and len(text) < 9 else 1
    rows, total = deliveries.page(scope_of(request), PAGE, (max(1, number) - 1) * PAGE)
    page = Paginator(range(total), PAGE).get_page(number)
    return render(request, "entities/subscriptions.html", {"rows": rows, "total": total, "page": page})


@require_safe
@requires("connectors.view")
def subscription(request: HttpRequest, pk: int) -> HttpResponse:
    """One subscription with its dead letters and what people did to it."""
    found = deliveries.one(scope_of(request), pk)
    may_manage = bool(person_of(request).scope("connectors.manage"))
    context = {
        "one": found,
        "letters": deliveries.letters(found),
        "acts": deliveries.acts(found),
        "may_manage": may_manage,
    }
    return render(request, "entities/subscription.html", context)


@require_POST
@requires("connectors.manage")
def subscription_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Pauses (`to=paused`) or resumes (`to=active`)."""
    to = request.POST.get("to")
    if to not in ("active", "paused"):
        raise BadRequest("subscription-switch-unknown")
    try:
        deliveries.set_active(scope_of(request), pk, active=to == "active", by=person_of(request))
    except Conflict as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t(f"entities-subscription-{to}-now"))
    return redirect("subscription", pk)


@require_POST
@requires("connectors.manage")
def subscription_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends one dead letter (`letter`) again, or all of them."""
    letter = request.POST.get("letter", "")
    if letter and not (letter.isdecimal() and len(letter) < 19):
        raise BadRequest("query-not-a-number", name="letter", value=letter[:50])
    try:
        sent = deliveries.send_again(
            scope_of(request), pk, int(letter) if letter else None, by=person_of(request)
        )
    except Conflict as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t("entities-subscription-sent-again", number=sent))
    return redirect("subscription", pk)
