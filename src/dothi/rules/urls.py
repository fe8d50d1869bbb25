"""Addresses of alarms, rules and the calendar of holidays."""

from django.urls import path

from dothi.rules import views_rules
from dothi.rules.alarms.urls import urlpatterns as alarms
from dothi.rules.dryrun.urls import urlpatterns as trials
from dothi.rules.own.urls import urlpatterns as own
from dothi.rules.schedules.urls import urlpatterns as schedules

urlpatterns = [
    *alarms,
    *trials,
    *own,
    *schedules,
    path("air/<str:urn>/", views_rules.air_card, name="air-card"),
    path("rules/", views_rules.rule_list, name="rules"),
    path("rules/<slug:code>/", views_rules.rule_page, name="rule"),
    path("rules/<slug:code>/edit/", views_rules.rule_edit, name="rule-edit"),
    path("rules/<slug:code>/sentence/<slug:which>/", views_rules.rule_sentence, name="rule-sentence"),
    path("rules/<slug:code>/arm/", views_rules.rule_arm, name="rule-arm"),
]
