"""Addresses of what everybody may read. `phan-anh/<code>/` takes any word for a code: every other page below that path stands before it."""

from django.urls import path

from dothi.reports.public import views, views_map

urlpatterns = [
    path("phan-anh/", views.reports, name="reports-public"),
    path("phan-anh/ban-do.geojson", views_map.on_map, name="reports-map"),
    path("phan-anh/dia-ban.geojson", views_map.areas, name="reports-areas"),
    path("phan-anh/moi-nhat.geojson", views_map.newest, name="reports-newest"),
    path("phan-anh/moi-nhat.atom", views_map.atom, name="reports-feed"),
    path("phan-anh/<str:code>/", views.report, name="report-public"),
    path("phan-anh/<str:code>/anh/<int:number>/", views.photo, name="report-photo-public"),
]
