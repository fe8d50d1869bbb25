"""Addresses of incidents."""

from django.urls import path

from dothi.incidents import views

urlpatterns = [
    path("incidents/", views.incident_list, name="incidents"),
    path("incidents/rows/", views.incident_rows, name="incident-rows"),
    path("incidents/open/", views.open_by_hand, name="incident-open"),
    path("incidents/from-alarm/<int:pk>/", views.open_from_alarm, name="incident-from-alarm"),
    path("incidents/<str:code>/", views.incident_page, name="incident"),
    path("incidents/<str:code>/part/", views.incident_part, name="incident-part"),
    path("incidents/<str:code>/state/", views.change_state, name="incident-state"),
    path("incidents/<str:code>/lead/", views.assign_lead, name="incident-lead"),
    path("incidents/<str:code>/note/", views.add_note, name="incident-note"),
]
