"""What every page knows: language, theme, place, the person's menu, banners, and the words its scripts speak."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dothi.kernel import clock, i18n
from dothi.web import banners, navigation, place

THEMES = ("auto", "light", "dark")
TEXT_SIZES = ("normal", "large", "largest")


def page(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    known = person if person is not None and person.is_authenticated else None
    may = navigation.permissions_of(known) if known else frozenset()
    theme = request.COOKIES.get("dothi_theme", "auto")
    text_size = request.COOKIES.get("dothi_text", "normal")
    return {
        "lang": i18n.language(),
        "theme": theme if theme in THEMES else "auto",
        "text_size": text_size if text_size in TEXT_SIZES else "normal",
        "keys": "off" if request.COOKIES.get("dothi_keys") == "off" else "on",
        "now": clock.now(),
        "demo": settings.DEMO,
        "banners": banners.shown(),
        "place": place.of(known) if known else "",
        "may": may,  # {% if "rules.view" in may %}: a link is shown to those who may follow it
        "menu": navigation.menu(may, request.path),
        "public_menu": lambda: navigation.public_menu(request.path),
        "words": script_words(i18n.language()),
    }


@cache
def script_words(language: str) -> dict[str, str]:
    """The texts of the islands: every key that begins with `web-js-`, arguments written as `{n}` for the script to fill in."""
    keys = [key for key in i18n.keys() if key.startswith("web-js-")]  # noqa: SIM118 - a module, not a dict
    return {key.removeprefix("web-js-"): i18n.t(key, language) for key in keys}
