"""Addresses of the score."""

from django.urls import path

from dothi.publicservices.score import views

urlpatterns = [
    path("dossiers/score/", views.score, name="score"),
    path("dossiers/score/official/", views.enter, name="score-official"),
    path("dossiers/score/<slug:code>/", views.term, name="score-term"),
    path("dossiers/score/<slug:code>/rows/", views.rows, name="score-rows"),
]
