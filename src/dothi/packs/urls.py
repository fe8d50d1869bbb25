"""Addresses of packs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dothi.packs import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("packs/", views.packs, name="packs"),
    path("packs/<slug:code>/", views.pack, name="pack"),
]
