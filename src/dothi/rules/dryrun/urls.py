"""Addresses of trials of a rule."""

from django.urls import path

from dothi.rules.dryrun import views

urlpatterns = [
    path("rules/<slug:code>/tries/", views.begin, name="rule-try"),
    path("rules/<slug:code>/tries/<int:pk>/", views.one, name="rule-tried"),
    path("rules/<slug:code>/tries/<int:pk>/progress/", views.progress, name="rule-try-progress"),
    path("rules/<slug:code>/tries/<int:pk>/stop/", views.stop, name="rule-try-stop"),
    path("rules/<slug:code>/tries/<int:pk>/arm/", views.arm, name="rule-try-arm"),
]
