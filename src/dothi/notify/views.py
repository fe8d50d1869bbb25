"""The outbox: who was told what, by which channel, and what came of it; the demo's phones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from dothi.accounts.asker import person_of, scope_of
from dothi.kernel import clock, drill, settings
from dothi.kernel.errors import Conflict, NotAllowed
from dothi.kernel.i18n import has, language, message_of, t
from dothi.kernel.pages import Pages
from dothi.kernel.permissions import requires
from dothi.notify import actions, course, queries
from dothi.notify.channels.kinds import Report
from dothi.notify.masking import masked
from dothi.notify.models import Delivery, Message, State, Way
from dothi.notify.said import in_words, without_secrets

PAGE = 50
NEWS, ON_A_PHONE = 200, 6  # messages that the demo's phones show, all and each
SHAPES = {  # the mark beside the word
    "waiting": "medium", "sending": "medium", "sent": "low", "delivered": "normal", "read": "normal", "no-receipt": "high",
    "failed": "critical", "needless": "nodata",
}  # fmt: skip


@requires("notify.view")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every message in scope, the newest first."""
    return render(request, "notify/outbox.html", _listed(request))


@requires("notify.view")
@require_safe
def outbox_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the list while one looks."""
    return render(request, "notify/_list.html", _listed(request))


def _has_phones() -> bool:
    return bool(settings.read("DEMO")) or drill.mark() is not None


def _listed(request: HttpRequest) -> dict[str, Any]:
    chosen = {name: request.GET.get(name, "") for name in ("state", "way", "importance")}
    page = Pages(queries.outbox(scope_of(request), **chosen), PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": [_row(request, one) for one in page.object_list],
        "waiting": queries.waiting(scope_of(request)),
        "chosen": chosen,
        "query": request.GET.urlencode(),
        "states": [
            (one, t(f"notify-state-{one}")) for one in State.values if one not in ("sending", "needless")
        ],
        "ways": [(one, t(f"notify-way-{one}")) for one in Way.values],
        "importances": [(one, t(f"notify-importance-{one}")) for one in Message.Importance.values],
        "sees_phones": _has_phones(),
    }


def _row(request: HttpRequest, one: Message) -> dict[str, Any]:
    turns: list[Delivery] = getattr(one, "turns", None) or list(
        one.deliveries.select_related("channel").order_by("number")
    )
    return {
        "message": one,
        "said": in_words(one.text_key, without_secrets(one.text_fields), language()) if one.erased_at is None else None,
        "purpose": _purpose(one.purpose),
        "to": one.person.full_name if one.person else _address(request, one, one.way, one.address),
        "shape": SHAPES[one.state],
        "turns": [(turn, _address(request, one, turn.channel.way, turn.address), SHAPES[turn.state]) for turn in turns],
        "may_try": one.state in (State.FAILED, State.NO_RECEIPT) and one.erased_at is None
        and person_of(request).scope("notify.manage").covers(one.unit_id, one.agency_id),
    }  # fmt: skip


def _purpose(purpose: str) -> str:
    """Rooms give a word of theirs; a person may have written one."""
    key = f"notify-purpose-{purpose}"
    return t(key) if has(key) else purpose


def _address(request: HttpRequest, one: Message, way: str, address: str) -> str:
    """In full for those who may know who calls; a browser's subscription for nobody."""
    sees = person_of(request).scope("calls.person").covers(one.unit_id, one.agency_id)
    return address if sees and way != Way.PUSH else masked(way, address)


@requires("notify.view")
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message, with every step of it."""
    found = queries.get_message(pk, scope_of(request))
    return render(request, "notify/message.html", _row(request, found))


@requires("notify.manage")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, from the first channel."""
    found = queries.get_message(pk, scope_of(request))
    try:
        actions.try_again(found, by=person_of(request))
        messages.success(request, t("notify-tried-again"))
    except (Conflict, NotAllowed) as error:
        messages.error(request, message_of(error))
    return redirect("notify-message", pk)


@requires("notify.view")
@require_safe
def phones(request: HttpRequest) -> HttpResponse:
    """What would stand on phones and in mailboxes: nothing of it left the house. Only where the city is a demo, or a drill's copy."""
    return render(request, "notify/phones.html", {"phones": _phones(request)})


@requires("notify.view")
@require_safe
def phones_rows(request: HttpRequest) -> HttpResponse:
    """What changes of the phones while one looks."""
    return render(request, "notify/_phones.html", {"phones": _phones(request)})


def _phones(request: HttpRequest) -> list[dict[str, Any]]:
    """A phone for each person, or address of nobody's, whoever heard last first; on each the newest first. Raises Http404."""
    if not _has_phones():
        raise Http404
    found: dict[str, list[Any]] = {}
    for one in queries.phones(scope_of(request))[:NEWS]:
        found.setdefault(getattr(one, "person", None) or one.address, []).append(one)
    return [
        {
            "pk": news[-1].pk,
            "name": name,
            "news": news[:ON_A_PHONE],
            "unread": sum(not one.read_at for one in news),
        }
        for name, news in found.items()
    ]


@requires("notify.view")
@require_POST
def phone_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever plays the phone's owner opens the message: the receipt that a real one would give."""
    shown = get_object_or_404(queries.phones(scope_of(request)), pk=pk)
    type(shown).objects.filter(pk=pk, read_at__isnull=True).update(read_at=clock.now())
    course.take_receipt(shown.channel, Report(str(shown.our_id), State.READ))
    return redirect("notify-phones")
