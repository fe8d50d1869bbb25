"""What lets citizens keep the public pages on a phone's home screen, and tells them without network what still works. No data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dothi.kernel.i18n import language, t
from dothi.kernel.offline import script
from dothi.kernel.permissions import public
from dothi.web import assets, navigation

ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
SHORTCUTS = ("report-new", "around-public", "warnings-public", "guide-public")
COLOUR = "#1b1b1f"


@require_GET
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, icons and shortcuts (W3C Web App Manifest). One app for all public pages; it opens with the form, which works without network."""
    start = navigation.address("report-new")
    told: dict[str, Any] = {
        "id": start,
        "name": t("web-app-name"),
        "short_name": t("web-app-short"),
        "description": t("web-public-description"),
        "lang": language(),
        "dir": "ltr",
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "categories": ["government", "utilities"],
        "icons": [_icon(*one) for one in ICONS],
        "shortcuts": [_shortcut(name) for name in SHORTCUTS if navigation.address(name)],
        "background_color": "#f0f0f0",
        "theme_color": COLOUR,
    }
    answer = JsonResponse(
        told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "private, max-age=3600"  # in the reader's language
    return answer


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": assets.url(name), "sizes": sizes, "type": "image/png", "purpose": purpose}


def _shortcut(name: str) -> dict[str, Any]:
    return {"name": t(f"web-{name}"), "url": reverse(name), "icons": [_icon(*ICONS[0])]}


@require_GET
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The pages' script for the time without network; each public part of the site registers it for itself (`public.ts`)."""
    return script(request, "web/public_sw.js", "/")


@require_GET
@public
def offline(request: HttpRequest) -> HttpResponse:
    """What still works without network: the numbers to call, and the form that keeps a report until the network is back."""
    return render(request, "web/offline.html")
