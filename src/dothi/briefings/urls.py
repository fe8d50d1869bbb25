"""Addresses of briefings."""

from django.urls import path

from dothi.briefings import views, views_edit, views_forms, views_schedules

urlpatterns = [
    path("briefings/", views.briefings, name="briefings"),
    path("briefings/new/", views.new, name="briefing-new"),
    path("briefings/forms/", views_forms.forms, name="briefing-forms"),
    path("briefings/forms/<slug:code>/", views_forms.form, name="briefing-form"),
    path("briefings/forms/<slug:code>/<int:version>.docx", views_forms.form_file, name="briefing-form-file"),
    path("briefings/schedules/", views_schedules.schedules, name="briefing-schedules"),
    path("briefings/schedules/<int:pk>/stop/", views_schedules.stop, name="briefing-schedule-stop"),
    path("briefings/limits/", views_forms.limits, name="briefings-limits"),
    path("briefings/limits/<slug:code>/", views_forms.limit, name="briefings-limit"),
    path("briefings/<str:code>/", views.briefing, name="briefing"),
    path("briefings/<str:code>/edit/", views_edit.edit, name="briefing-edit"),
    path("briefings/<str:code>/hand-in/", views_edit.hand_in, name="briefing-hand-in"),
    path("briefings/<str:code>/step/", views.step, name="briefing-step"),
    path("briefings/<str:code>/check/", views.check, name="briefing-check"),
    path("briefings/<str:code>/file.<slug:ending>", views.briefing_file, name="briefing-file"),
]
