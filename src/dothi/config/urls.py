"""Which room answers which address. Rooms declare their own `urls.py`; this file only mounts them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver

ROOMS = ("web", "livemap", "accounts", "territory", "entities", "connectors", "packs", "rules", "incidents")

urlpatterns: list[URLPattern | URLResolver] = []
for room in ROOMS:
    if find_spec(f"dothi.{room}.urls"):
        urlpatterns += import_module(f"dothi.{room}.urls").urlpatterns

handler400 = "dothi.web.views.bad_request"
handler403 = "dothi.web.views.forbidden"
handler404 = "dothi.web.views.not_found"
handler500 = "dothi.web.views.fault"
