"""Addresses of walls: the centre's own, and those that a wall's token opens."""

from django.urls import path

from dothi.wall import views, views_limits, views_screen

urlpatterns = [
    path("wall/", views.wall_list, name="walls"),
    path("wall/part/", views.wall_part, name="walls-part"),
    path("wall/new/", views.hang, name="wall-new"),
    path("wall/switch/", views.switch, name="wall-switch"),
    path("wall/broadcast/", views.broadcast, name="wall-broadcast"),
    path("wall/broadcast/<int:pk>/end/", views.end_banner, name="wall-banner-end"),
    path("wall/scenes/<slug:code>/", views.scene, name="wall-scene"),
    path("wall/limits/", views_limits.limits, name="wall-limits"),
    path("wall/limits/<slug:code>/", views_limits.one_limit, name="wall-limit"),
    path("wall/screen/", views_screen.screen, name="wall-screen"),
    path("wall/screen/state/", views_screen.state, name="wall-state"),
    path("wall/screen/sw.js", views_screen.worker, name="wall-worker"),
    path("wall/open/<str:token>/", views_screen.open_wall, name="wall-open"),
    path("wall/<slug:code>/withdraw/", views.withdraw, name="wall-withdraw"),
]
