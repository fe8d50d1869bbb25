"""Addresses of the scorecard."""

from django.urls import path

from dothi.reports.publicity import views

urlpatterns = [
    path("phan-anh/bang-diem/", views.card, name="reports-score"),
    path("phan-anh/bang-diem.csv", views.sheet, name="reports-score-sheet"),
]
