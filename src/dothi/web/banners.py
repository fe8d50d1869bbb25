"""What every page must say on top: a demonstration, maintenance. Rooms above add theirs with `banner`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from dothi.kernel import drill, i18n


@dataclass(frozen=True, slots=True)
class Banner:
    """`kind` is `demo`, `maintenance` or `warning` (the CSS class `banner-<kind>`)."""

    kind: str
    icon: str
    text: str


Source = Callable[[], Banner | None]
_sources: list[Source] = []


def banner(source: Source) -> Source:
    """Registers a function that returns a banner while it holds."""
    _sources.append(source)
    return source


def shown() -> list[Banner]:
    return [found for source in _sources if (found := source())]


@banner
def _drill() -> Banner | None:
    """Before every other: on each page of a drill's copy, also on those that ask for no account."""
    found = drill.mark()
    return Banner("drill", "alert", i18n.t("web-banner-drill", title=found.title)) if found else None


@banner
def _demonstration() -> Banner | None:
    return Banner("demo", "simulated", i18n.t("web-banner-demo")) if settings.DEMO else None
