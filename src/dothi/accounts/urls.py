"""Addresses of people, agencies, roles, keys, histories and one's own account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dothi.accounts import (
    doors,
    views_agencies,
    views_chart,
    views_history,
    views_keys,
    views_limits,
    views_looks,
    views_me,
    views_people,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *doors.urlpatterns,
    path("me/", views_me.me, name="accounts-me"),
    path("me/ticket/", views_me.ticket, name="accounts-ticket"),
    path("people/", views_people.people, name="accounts-people"),
    path("people/invite/", views_people.invite, name="accounts-invite"),
    path("people/review/", views_people.review, name="accounts-review"),
    path("people/chart/", views_chart.chart, name="accounts-chart"),
    path("people/chart/download/", views_chart.download, name="accounts-chart-download"),
    path("people/limits/", views_limits.limits, name="accounts-limits"),
    path("people/limits/<slug:code>/", views_limits.limit, name="accounts-limit"),
    path("people/<int:pk>/", views_people.person, name="accounts-person"),
    path("people/<int:pk>/change/", views_people.change, name="accounts-change"),
    path("people/<int:pk>/move/", views_people.move, name="accounts-move"),
    path("people/<int:pk>/expire/", views_people.expire, name="accounts-expire"),
    path("people/<int:pk>/restore/", views_people.restore, name="accounts-restore"),
    path("people/<int:pk>/password/", views_people.reset_password, name="accounts-reset-password"),
    path("people/<int:pk>/unlock/", views_people.unlock, name="accounts-unlock"),
    path(
        "people/<int:pk>/second-factor/",
        views_people.remove_second_factor,
        name="accounts-remove-second-factor",
    ),
    path("people/<int:pk>/grant/", views_people.grant, name="accounts-grant"),
    path("people/grants/<int:pk>/end/", views_people.end_grant, name="accounts-grant-end"),
    path("agencies/", views_agencies.agencies, name="accounts-agencies"),
    path("agencies/add/", views_agencies.add, name="accounts-agency-add"),
    path("agencies/<int:pk>/", views_agencies.agency, name="accounts-agency"),
    path("agencies/<int:pk>/end/", views_agencies.end, name="accounts-agency-end"),
    path("roles/", views_agencies.roles, name="accounts-roles"),
    path("roles/<slug:code>/", views_agencies.role, name="accounts-role"),
    path("apikeys/", views_keys.keys, name="accounts-keys"),
    path("apikeys/issue/", views_keys.issue, name="accounts-key-issue"),
    path("apikeys/<slug:pk>/revoke/", views_keys.revoke, name="accounts-key-revoke"),
    path("history/<slug:name>/<str:pk>/", views_history.history, name="history"),
    path("audit/", views_history.audit, name="audit"),
    path("looks/", views_looks.report, name="accounts-looks"),
]
