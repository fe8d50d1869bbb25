"""Addresses of the form."""

from django.urls import path

from dothi.reports.intake import helping, offline, views

urlpatterns = [
    path("phan-anh/moi/", views.new, name="report-new"),
    path("phan-anh/moi/gan-day/", helping.nearby, name="report-nearby"),
    path("phan-anh/moi/noi/", helping.places, name="report-places"),
    path("phan-anh/moi/loai/", helping.kinds, name="report-kinds"),
    path("phan-anh/tai/<str:plate>/", views.new, name="report-plate"),
    path("phan-anh/sw.js", offline.worker, name="report-worker"),
]
