"""Addresses of the calendar of holidays and swapped days."""

from django.urls import path

from dothi.rules.schedules import views

urlpatterns = [
    path("calendar/", views.year_page, name="calendar"),
    path("calendar/<int:year>/notice/", views.year_notice, name="calendar-notice"),
    path("calendar/<int:year>/day/", views.one_day, name="calendar-day"),
]
