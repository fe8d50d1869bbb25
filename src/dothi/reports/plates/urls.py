"""Addresses of the officers' plates; what a plate itself leads to is the form's."""

from django.urls import path

from dothi.reports.plates import views

urlpatterns = [
    path("reports/plates/", views.plates, name="report-plates"),
    path("reports/plates/sheet/", views.sheet, name="report-plates-sheet"),
    path("reports/plates/<int:pk>/end/", views.take_down, name="report-plate-end"),
]
