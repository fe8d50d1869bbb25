from django.urls import path

from dothi.entities import views

urlpatterns = [
    path("entities/", views.entity_list, name="entities"),
    path("entities/<str:urn>/", views.entity_page, name="entity"),
    path("entities/<str:urn>/values/", views.entity_values, name="entity-values"),
    path("entities/<str:urn>/history/", views.entity_history, name="entity-history"),
    path("entities/<str:urn>/series.json", views.entity_series, name="entity-series"),
    path("entities/<str:urn>/history.csv", views.entity_csv, name="entity-csv"),
]
