"""A browser as the way to a follower: it hands in its own subscription, which nobody else knows, so no code has to come back.

For an hour a cookie lets it see and end what it follows; then it hands the subscription in again.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from dothi.notify import browsers
from dothi.notify.models import Way
from dothi.reports.identity import sessions
from dothi.reports.identity.sessions import Holder

COOKIE, PATH = "dothi_device", "/quanh-toi/"


def holder_of(told: str) -> Holder:
    """Raises BadRequest: no browser's subscription."""
    return Holder(str(Way.PUSH), browsers.subscription(told), 0)  # no row of a code


def find_holder(request: HttpRequest) -> Holder | None:
    """This browser, where it handed its subscription in within the hour."""
    return sessions.read(request, COOKIE)


def remember(answer: HttpResponseBase, request: HttpRequest, holder: Holder) -> None:
    sessions.remember(answer, request, COOKIE, holder, PATH)


def forget(answer: HttpResponseBase) -> None:
    sessions.forget(answer, COOKIE, path=PATH)
