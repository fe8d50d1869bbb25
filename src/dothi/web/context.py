"""What every page knows: language, the person's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from dothi.kernel import i18n


def page(request: HttpRequest) -> dict[str, Any]:
    return {"lang": i18n.language()}
