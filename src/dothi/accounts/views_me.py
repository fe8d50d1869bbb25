"""One's own account, and the tickets of one's own pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dothi.accounts import passwords, queries, tickets
from dothi.accounts.models import Person
from dothi.kernel.permissions import signed_in


@signed_in
@require_safe
@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here: my roles with their areas and ends, my last logins, my second factor."""
    person = request.user
    assert isinstance(person, Person)
    return render(
        request,
        "accounts/me.html",
        {
            "person": person,
            "grants": queries.grants_of(person),
            "logins": person.logins.order_by("-pk")[:10],
            "second_factor": passwords.has_second_factor(person),
        },
    )


@signed_in
@require_safe
@never_cache
def ticket(request: HttpRequest) -> JsonResponse:
    """A stream ticket for this page; fetched again before its ten minutes are over."""
    person = request.user
    assert isinstance(person, Person)
    text = tickets.issue(person)
    return JsonResponse({"ticket": text, "expires": tickets.read(text).expires})
