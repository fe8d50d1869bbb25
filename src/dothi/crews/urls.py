"""Addresses of crews."""

from django.urls import path

from dothi.crews import views, views_desk, views_tracks

urlpatterns = [
    path("crew/", views.page, name="crew"),
    path("crew/sw.js", views.worker, name="crew-worker"),
    path("crew/manifest.webmanifest", views.manifest, name="crew-manifest"),
    path("crew/map/", views.map_page, name="crew-map"),
    path("crew/state/", views.state, name="crew-state"),
    path("crew/on/", views.sign_on, name="crew-on"),
    path("crew/deeds/", views.tell, name="crew-deeds"),
    path("crew/files/", views.hand_in, name="crew-files"),
    path("crew/files/<str:client_id>/", views.attachment, name="crew-file"),
    path("crew/of/<str:call_sign>/", views_desk.of_force, name="crew-of"),
    path("crew/duties/<int:pk>/end/", views_desk.end_duty, name="crew-duty-end"),
    path("crew/tracks/<str:call_sign>/", views_tracks.track, name="crew-track"),
    path("crew/tracks/<str:call_sign>/end/", views_tracks.end, name="crew-track-end"),
]
