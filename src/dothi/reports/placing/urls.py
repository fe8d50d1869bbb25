"""Where the place of a report is chosen."""

from django.urls import path

from dothi.reports.placing import views

urlpatterns = [
    path("phan-anh/cua-toi/<str:token>/noi/", views.mine, name="report-mine-place"),
    path("reports/<str:code>/place/", views.desk, name="report-place"),
]
