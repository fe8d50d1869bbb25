"""Addresses of imports and of messages that could not be stored."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dothi.connectors import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("connectors/", views.imports, name="connectors-imports"),
    path("connectors/new/", views.hand_in, name="connectors-hand-in"),
    path("connectors/messages/", views.dead_letters, name="connectors-dead-letters"),
    path("connectors/messages/<int:pk>/again/", views.try_again, name="connectors-try-again"),
    path("connectors/messages/<int:pk>/aside/", views.set_aside, name="connectors-set-aside"),
    path("connectors/messages/reason/", views.settle_reason, name="connectors-settle-reason"),
    path("connectors/<int:pk>/", views.one_import, name="connectors-import"),
    path("connectors/<int:pk>/progress/", views.progress, name="connectors-progress"),
    path("connectors/<int:pk>/run/", views.run, name="connectors-run"),
    path("connectors/<int:pk>/stop/", views.stop, name="connectors-stop"),
    path("connectors/<int:pk>/rejects/", views.import_rejects, name="connectors-rejects"),
    path("connectors/<int:pk>/rejects.csv", views.rejects_csv, name="connectors-rejects-csv"),
]
