"""Addresses of alarms and rules."""

from django.urls import path

from dothi.rules import views_alarms, views_rules

urlpatterns = [
    path("alarms/", views_alarms.alarm_list, name="alarms"),
    path("alarms/rows/", views_alarms.alarm_rows, name="alarm-rows"),
    path("alarms/active.json", views_alarms.active_json, name="alarms-active"),
    path("alarms/of/", views_alarms.alarms_of, name="alarms-of"),
    path("air/<str:urn>/", views_alarms.air_card, name="air-card"),
    path("alarms/<int:pk>/", views_alarms.alarm_page, name="alarm"),
    path("alarms/<int:pk>/part/", views_alarms.alarm_part, name="alarm-part"),
    path("alarms/<int:pk>/acknowledge/", views_alarms.alarm_acknowledge, name="alarm-acknowledge"),
    path("alarms/<int:pk>/assign/", views_alarms.alarm_assign, name="alarm-assign"),
    path("alarms/<int:pk>/comment/", views_alarms.alarm_comment, name="alarm-comment"),
    path("alarms/<int:pk>/close/", views_alarms.alarm_close, name="alarm-close"),
    path("rules/", views_rules.rule_list, name="rules"),
    path("rules/<slug:code>/", views_rules.rule_page, name="rule"),
    path("rules/<slug:code>/edit/", views_rules.rule_edit, name="rule-edit"),
    path("rules/<slug:code>/arm/", views_rules.rule_arm, name="rule-arm"),
]
