"""API keys on screens: list, issue (the secret is shown once), revoke."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dothi.accounts import actions, forms, queries
from dothi.accounts.models import Person
from dothi.kernel import clock
from dothi.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from dothi.kernel.i18n import message_of, t
from dothi.kernel.permissions import requires


@requires("keys.manage")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    rows = queries.visible_keys(request.scope).order_by("revoked_at", "name", "pk")  # type: ignore[attr-defined]
    return render(request, "accounts/keys.html", {"rows": rows, "now": clock.now()})


@requires("keys.manage")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    """A new key; its whole text stands on this one answer and nowhere else."""
    form = forms.KeyForm(request.POST or None, scope=request.scope)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        unit, last_day, by = values.pop("area"), values.pop("last_day"), request.user
        assert isinstance(by, Person)
        ends = (
            dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), clock.VIETNAM)
            if last_day
            else None
        )
        try:
            key, text = actions.issue_key(
                values.pop("name"),
                units=[unit] if unit else [],
                valid_to=ends,
                by=by,
                reason=request.POST.get("reason", ""),
                **values,
            )
        except (BadRequest, Conflict, NotAllowed) as error:
            form.add_error(None, message_of(error))
        else:
            return render(request, "accounts/key_once.html", {"key": key, "text": text}, status=201)
    return render(
        request,
        "accounts/key.html",
        {"form": form, "areas": forms.areas_on(clock.today())},
        status=422 if form.errors else 200,
    )


@requires("keys.manage")
@require_POST
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    key = queries.visible_keys(request.scope).filter(pk=pk).first()  # type: ignore[attr-defined]
    if key is None:
        raise NotFound("not-found")
    assert isinstance(request.user, Person)
    try:
        actions.revoke_key(key, by=request.user, reason=request.POST.get("reason", ""))
    except Conflict as error:
        messages.error(request, message_of(error))
    else:
        messages.success(request, t("accounts-key-revoked-done", name=key.name))
    return redirect("accounts-keys")
