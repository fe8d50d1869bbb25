"""Addresses of Open311: the form is the suffix, as GeoReport v2 has it."""

from django.urls import path

from dothi.reports.open311 import views

V2 = "open311/v2/"
urlpatterns = [
    path("open311/discovery.<str:form>", views.discovery, name="open311-discovery"),
    path(V2 + "discovery.<str:form>", views.discovery, name="open311-discovery-v2"),
    path(V2 + "services.<str:form>", views.service_list, name="open311-services"),
    path(V2 + "services/<str:code>.<str:form>", views.service, name="open311-service"),
    path(V2 + "requests.<str:form>", views.requests, name="open311-requests"),
    path(V2 + "requests/<str:code>.<str:form>", views.one_request, name="open311-request"),
    path(V2 + "tokens/<str:token>.<str:form>", views.token, name="open311-token"),
    path(V2 + "servicerequestupdates.<str:form>", views.updates, name="open311-updates"),
    path(V2 + "requestupdates.<str:form>", views.updates, name="open311-updates-short"),
]
