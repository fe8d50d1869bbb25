"""Addresses of the streets file."""

from django.urls import path

from dothi.livemap.streets import serving

urlpatterns = [
    path("map/status.json", serving.status, name="map-status"),
    path("map/streets.pmtiles", serving.streets, name="map-streets"),
]
