"""Addresses of alarms and rules."""

from django.urls import path

from dothi.rules import views

urlpatterns = [
    path("alarms/", views.alarm_list, name="alarms"),
    path("alarms/rows/", views.alarm_rows, name="alarm-rows"),
    path("alarms/active.json", views.active_json, name="alarms-active"),
    path("alarms/of/", views.alarms_of, name="alarms-of"),
    path("air/<str:urn>/", views.air_card, name="air-card"),
    path("alarms/<int:pk>/", views.alarm_page, name="alarm"),
    path("alarms/<int:pk>/part/", views.alarm_part, name="alarm-part"),
    path("alarms/<int:pk>/acknowledge/", views.alarm_acknowledge, name="alarm-acknowledge"),
    path("alarms/<int:pk>/assign/", views.alarm_assign, name="alarm-assign"),
    path("alarms/<int:pk>/comment/", views.alarm_comment, name="alarm-comment"),
    path("alarms/<int:pk>/close/", views.alarm_close, name="alarm-close"),
    path("rules/", views.rule_list, name="rules"),
    path("rules/<slug:code>/", views.rule_page, name="rule"),
    path("rules/<slug:code>/edit/", views.rule_edit, name="rule-edit"),
    path("rules/<slug:code>/arm/", views.rule_arm, name="rule-arm"),
]
