"""Who asks, and where they may: what the session and `requires` put on a request, with its type."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from dothi.accounts.models import Person
from dothi.kernel.permissions import Scope


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in (behind `requires` or `signed_in` there always is one)."""
    return cast(Person, request.user)


def scope_of(request: HttpRequest) -> Scope:
    """Where that person may use the permission that the view requires."""
    return cast(Scope, request.scope)  # type: ignore[attr-defined]
