"""The history of any row that a room shows, also as it was known at a past minute; and the auditor's page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts import queries
from dothi.accounts.models import LoginRecord, Person
from dothi.kernel.audit.as_of import find_as_known_at, tracked_fields
from dothi.kernel.audit.history import history_of, words_of
from dothi.kernel.audit.shown import get_shown, label_of
from dothi.kernel.errors import NotAllowed, NotFound
from dothi.kernel.models import AuditBlock
from dothi.kernel.moments import past_minute
from dothi.kernel.permissions import requires, signed_in
from dothi.territory.names import folded


@signed_in
@require_safe
def history(request: HttpRequest, name: str, pk: str) -> HttpResponse:
    """All versions of one row; with `?at=2026-11-22T14:05` (Viet Nam time) its values as known then.

    The row must lie in the scope of the permission that the room named for it.
    """
    shown = get_shown(name)
    assert isinstance(request.user, Person)
    scope = request.user.scope(shown.permission)
    if not scope:
        raise NotAllowed(permission=shown.permission)
    try:
        row = shown.visible(scope).filter(pk=pk).first()
    except (ValueError, TypeError):
        row = None
    if row is None:
        raise NotFound("not-found")
    at = past_minute(request.GET.get("at", ""))
    versions = history_of(row)
    context: dict[str, Any] = {"row": row, "at": at, "history": versions}
    if at:
        context |= {"known": _known(row, at), "history": [one for one in versions if one.at <= at]}
    return render(request, "accounts/history_page.html", context)


def _known(row: Any, at: dt.datetime) -> list[tuple[str, str]] | None:
    """The row's fields in words as they were known at `at`; None: it was not recorded yet, or deleted."""
    then = find_as_known_at(row, at)
    if then is None:
        return None
    return [
        (label_of(type(row), field.name), words_of(field, getattr(then, field.attname), type(row)))
        for field in tracked_fields(type(row))
        if field.name != "search_text" and not field.primary_key
    ]


@requires("audit.view")
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The auditor's page: the newest changes of every kind, the log of logins, the head of the chain."""
    if not request.scope.everywhere:  # type: ignore[attr-defined]
        raise NotAllowed("accounts-audit-everywhere")
    who = request.GET.get("q", "").strip()
    logins = LoginRecord.objects.order_by("-pk")
    if who:
        names = Person.objects.filter(search_text__contains=folded(who)).values("username")
        logins = logins.filter(username__in=names) | logins.filter(username__iexact=who)
    head = AuditBlock.objects.order_by("-seq").first()
    page = Paginator(logins, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "who": who,
        "head": head,
        "head_hash": bytes(head.hash).hex() if head else "",
        "changes": queries.newest_changes(40, who),
    }
    return render(request, "accounts/audit.html", context)
