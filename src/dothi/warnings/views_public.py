"""What anybody may read: the feed and its messages for machines, the page of warnings for people. No account, no script needed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from dothi.kernel import drill
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import LANGUAGES, language
from dothi.kernel.permissions import public
from dothi.warnings import feed, queries, showing
from dothi.warnings.models import PublicWarning

_MINUTE, _HOUR = 60, 3600


@public
@require_safe
def cap_feed(request: HttpRequest) -> HttpResponse:
    """Atom of what holds and what left in the last days. A drill warns nobody: its feed does not exist."""
    _refuse_drill()
    warnings = queries.fed()
    body = feed.atom(warnings, request.build_absolute_uri)
    return _answer(
        request,
        body,
        "application/atom+xml; charset=utf-8",
        feed.mark(warnings, request.get_host()),
        warnings,
        _MINUTE,
    )


@public
@require_safe
def cap_message(request: HttpRequest, code: str) -> HttpResponse:
    """One message, byte by byte as it was released; past ones too, for ever. Not of a drill."""
    _refuse_drill()
    warning = queries.get_public(code)
    sent = bytes(warning.xml or b"")
    response = HttpResponse(sent, content_type=f"{feed.TYPE}; charset=utf-8")
    return _kept(
        request,
        response,
        f'"{warning.digest[:32]}"',
        int(warning.sent.timestamp()) if warning.sent else 0,
        _HOUR,
    )


def _refuse_drill() -> None:
    if drill.mark():
        raise NotFound("warning-feed-of-drill")


def _answer(
    request: HttpRequest, body: bytes, content_type: str, etag: str, warnings: list[PublicWarning], age_s: int
) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    return _kept(request, response, etag, int(feed.changed_at(warnings).timestamp()), age_s)


def _kept(request: HttpRequest, response: HttpResponse, etag: str, changed: int, age_s: int) -> HttpResponse:
    """Caches on the way may keep it; who has it is told so (304). Any page may read it."""
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["Cache-Control"] = f"public, max-age={age_s}"
    response["Access-Control-Allow-Origin"] = "*"
    answered: Any = get_conditional_response(request, etag, changed, response)
    answered.setdefault("Cache-Control", response["Cache-Control"])
    return answered  # type: ignore[no-any-return]


@public
@require_safe
def for_people(request: HttpRequest) -> HttpResponse:
    """What holds now, the gravest first; then what is over since a short time."""
    with translation.override(_language(request)):
        now = showing.publicly(queries.gravest_first(queries.in_force()))
        over = [one for one in queries.fed() if one.state == PublicWarning.State.ENDED]
        context = {"warnings": now, "over": showing.publicly(over)}
        return _public_page(render(request, "warnings/public.html", context))


@public
@require_safe
def one_for_people(request: HttpRequest, code: str) -> HttpResponse:
    """One warning, also when it is over."""
    with translation.override(_language(request)):
        shown = showing.publicly([queries.get_public(code)])[0]
        return _public_page(render(request, "warnings/public_one.html", {"one": shown}))


def _language(request: HttpRequest) -> str:
    """`?lang=en` in a link that somebody sends on, else as the browser asks."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else language()


def _public_page(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, max-age=30"  # holds a form's token beside the choices of language
    return response
