from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from dothi.livemap import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("map/", views.live_map, name="map"),
    path("map/entities.json", views.entities_json, name="map-entities"),
    path("map/places.json", views.places_json, name="map-places"),
    path("map/card/<str:urn>/", views.card, name="map-card"),
]
if find_spec("dothi.livemap.streets") and find_spec("dothi.livemap.streets.urls"):
    urlpatterns += import_module("dothi.livemap.streets.urls").urlpatterns
