"""Addresses of alarms."""

from django.urls import path

from dothi.rules.alarms import views, views_acts, views_alarm, views_figures, views_guides

urlpatterns = [
    path("alarms/", views.alarm_list, name="alarms"),
    path("alarms/rows/", views.alarm_rows, name="alarm-rows"),
    path("alarms/active.json", views.active_json, name="alarms-active"),
    path("alarms/of/", views_alarm.alarms_of, name="alarms-of"),
    path("alarms/figures/", views_figures.page, name="alarms-figures"),
    path("alarms/figures.csv", views_figures.as_csv, name="alarms-figures-csv"),
    path("alarms/figures.xlsx", views_figures.as_xlsx, name="alarms-figures-xlsx"),
    path("alarms/guides/", views_guides.guide_list, name="alarms-guides"),
    path("alarms/guides/<slug:code>/", views_guides.guide, name="alarms-guide"),
    path("alarms/set-aside/", views.set_aside_list, name="alarms-set-aside"),
    path("alarms/set-aside/<int:pk>/end/", views_acts.aside_end, name="alarm-aside-end"),
    path("alarms/<int:pk>/", views_alarm.alarm_page, name="alarm"),
    path("alarms/<int:pk>/part/", views_alarm.alarm_part, name="alarm-part"),
    path("alarms/<int:pk>/acknowledge/", views_acts.alarm_acknowledge, name="alarm-acknowledge"),
    path("alarms/<int:pk>/assign/", views_acts.alarm_assign, name="alarm-assign"),
    path("alarms/<int:pk>/comment/", views_acts.alarm_comment, name="alarm-comment"),
    path("alarms/<int:pk>/take/", views_acts.alarm_take, name="alarm-take"),
    path("alarms/<int:pk>/shelve/", views_acts.alarm_shelve, name="alarm-shelve"),
    path("alarms/<int:pk>/retire/", views_acts.alarm_retire, name="alarm-retire"),
    path("alarms/<int:pk>/close/", views_acts.alarm_close, name="alarm-close"),
]
