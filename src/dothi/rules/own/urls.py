"""Addresses of a city's own rules; they stand before `rules/<code>/`."""

from django.urls import path

from dothi.rules.own import views

urlpatterns = [
    path("rules/new/", views.new_rule, name="rule-new"),
    path("rules/new/preview/", views.new_preview, name="rule-new-preview"),
    path("rules/new/sentence/<slug:which>/", views.new_sentence, name="rule-new-sentence"),
    path("rules/<slug:code>/preview/", views.changed_preview, name="rule-preview"),
    path("rules/<slug:code>/withdraw/", views.withdraw, name="rule-withdraw"),
]
