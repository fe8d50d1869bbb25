"""Addresses by which officers hide what a picture shows."""

from django.urls import path

from dothi.reports.hiding import views

urlpatterns = [
    path("reports/<str:code>/photos/<int:number>/hide/", views.photo_hide, name="report-photo-hide"),
    path("reports/<str:code>/photos/<int:number>/copy/", views.photo_copy, name="report-photo-copy"),
]
