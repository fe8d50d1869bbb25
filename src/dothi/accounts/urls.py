"""Addresses of people, agencies, roles, keys and one's own account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dothi.accounts import doors, views_me

urlpatterns: list[URLPattern | URLResolver] = [
    *doors.urlpatterns,
    path("me/", views_me.me, name="accounts-me"),
    path("me/ticket/", views_me.ticket, name="accounts-ticket"),
]
