"""Addresses of dossiers: the officers' and, in its own words, the public's."""

from django.urls import include, path

from dothi.publicservices import views

urlpatterns = [
    path("dossiers/", views.dossiers, name="dossiers"),
    path("", include("dothi.publicservices.score.urls")),
    path("dossiers/code/<str:code>/", views.by_code, name="dossier-by-code"),
    path("dossiers/<int:pk>/", views.dossier, name="dossier"),
]
