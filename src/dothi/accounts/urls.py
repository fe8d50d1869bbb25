"""Addresses of people, agencies, roles, keys and one's own account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from dothi.accounts import doors

urlpatterns: list[URLPattern | URLResolver] = [*doors.urlpatterns]
