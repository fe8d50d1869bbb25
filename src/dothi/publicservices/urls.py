"""Addresses of dossiers: the officers' and, in its own words, the public's."""

from django.urls import include, path

from dothi.publicservices import views, views_public

urlpatterns = [
    path("dossiers/", views.dossiers, name="dossiers"),
    path("", include("dothi.publicservices.score.urls")),
    path("dossiers/feeds/", views.feeds, name="dossier-feeds"),
    path("dossiers/list.<slug:ending>", views.dossiers_file, name="dossiers-file"),
    path("tra-cuu-ho-so/", views_public.look_up, name="dossier-public"),
    path("dossiers/code/<str:code>/", views.by_code, name="dossier-by-code"),
    path("dossiers/<int:pk>/", views.dossier, name="dossier"),
]
