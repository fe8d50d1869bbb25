"""Addresses of the leader's phone."""

from django.urls import path

from dothi.leaders import views, views_limits

urlpatterns = [
    path("leader/", views.home, name="leader"),
    path("leader/tiles/", views.choose, name="leader-tiles"),
    path("leader/limits/", views_limits.limits, name="leader-limits"),
    path("leader/limits/<slug:code>/", views_limits.one_limit, name="leader-limit"),
    path("leader/manifest.webmanifest", views.manifest, name="leader-manifest"),
    path("leader/<slug:kind>/<str:code>/", views.card, name="leader-card"),
    path("leader/<slug:kind>/<str:code>/task/", views.give, name="leader-task"),
]
