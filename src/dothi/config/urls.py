"""Which room answers which address. Rooms declare their own `urls.py`; this file only mounts them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = ("web", "livemap", "accounts", "territory", "entities", "connectors", "packs", "rules", "incidents")

urlpatterns: list[URLPattern | URLResolver] = [path("accounts/", include("allauth.urls"))]
for room in ROOMS:
    if find_spec(f"dothi.{room}.urls"):
        urlpatterns += import_module(f"dothi.{room}.urls").urlpatterns
