"""The address of the insight."""

from django.urls import path

from dothi.reports.insight import views

urlpatterns = [path("reports/insight/", views.insight, name="reports-insight")]
