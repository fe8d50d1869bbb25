"""Addresses of the dated rows."""

from django.urls import path

from dothi.reports.ruling import views, views_limits

urlpatterns = [
    path("reports/rules/", views.rows, name="report-rows-dated"),
    path("reports/rules/competence/", views.competence_new, name="report-competence-new"),
    path("reports/rules/competence/<int:pk>/end/", views.competence_end, name="report-competence-end"),
    path("reports/rules/handling/", views.handling_new, name="report-handling-new"),
    path("reports/rules/controller/", views.controller, name="report-controller"),
    path("reports/rules/pause-reason/", views.pause_reason, name="report-pause-reason"),
    path("reports/rules/limits/", views_limits.limits, name="report-limits"),
    path("reports/rules/limits/<slug:code>/", views_limits.limit, name="report-limit"),
]
