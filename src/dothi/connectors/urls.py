"""Addresses of sources, imports and messages that could not be stored."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dothi.connectors import views, views_sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("connectors/", views.imports, name="connectors-imports"),
    path("connectors/sources/", views_sources.sources, name="connectors-sources"),
    path("connectors/sources/new/", views_sources.choose_kind, name="connectors-source-kinds"),
    path("connectors/sources/new/<slug:kind>/", views_sources.add, name="connectors-source-add"),
    path("connectors/sources/fields/<slug:kind>/", views_sources.fields, name="connectors-source-fields"),
    path("connectors/sources/<slug:code>/", views_sources.source, name="connectors-source"),
    path("connectors/sources/<slug:code>/change/", views_sources.change, name="connectors-source-change"),
    path("connectors/sources/<slug:code>/test/", views_sources.test, name="connectors-source-test"),
    path("connectors/sources/<slug:code>/state/", views_sources.set_state, name="connectors-source-state"),
    path("connectors/sources/<slug:code>/now/", views_sources.ask_now, name="connectors-source-now"),
    path("connectors/sources/<slug:code>/runs/<int:pk>/", views_sources.run, name="connectors-source-run"),
    path(
        "connectors/sources/<slug:code>/messages/",
        views_sources.messages_of,
        name="connectors-source-messages",
    ),
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
