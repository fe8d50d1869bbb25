"""Addresses of alarms."""

from django.urls import path

from dothi.rules.alarms import views, views_figures, views_guides

urlpatterns = [
    path("alarms/", views.alarm_list, name="alarms"),
    path("alarms/rows/", views.alarm_rows, name="alarm-rows"),
    path("alarms/active.json", views.active_json, name="alarms-active"),
    path("alarms/of/", views.alarms_of, name="alarms-of"),
    path("alarms/figures/", views_figures.page, name="alarms-figures"),
    path("alarms/figures.csv", views_figures.as_csv, name="alarms-figures-csv"),
    path("alarms/figures.xlsx", views_figures.as_xlsx, name="alarms-figures-xlsx"),
    path("alarms/guides/", views_guides.guide_list, name="alarms-guides"),
    path("alarms/guides/<slug:code>/", views_guides.guide, name="alarms-guide"),
    path("alarms/set-aside/", views.set_aside_list, name="alarms-set-aside"),
    path("alarms/set-aside/<int:pk>/end/", views.aside_end, name="alarm-aside-end"),
    path("alarms/<int:pk>/", views.alarm_page, name="alarm"),
    path("alarms/<int:pk>/part/", views.alarm_part, name="alarm-part"),
    path("alarms/<int:pk>/acknowledge/", views.alarm_acknowledge, name="alarm-acknowledge"),
    path("alarms/<int:pk>/assign/", views.alarm_assign, name="alarm-assign"),
    path("alarms/<int:pk>/comment/", views.alarm_comment, name="alarm-comment"),
    path("alarms/<int:pk>/take/", views.alarm_take, name="alarm-take"),
    path("alarms/<int:pk>/shelve/", views.alarm_shelve, name="alarm-shelve"),
    path("alarms/<int:pk>/retire/", views.alarm_retire, name="alarm-retire"),
    path("alarms/<int:pk>/close/", views.alarm_close, name="alarm-close"),
]
