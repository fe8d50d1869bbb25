from django.urls import path

from dothi.entities import views, views_catalogue, views_corrections, views_subscriptions

urlpatterns = [
    path("catalogue/", views_catalogue.catalogue_list, name="catalogue"),
    path("catalogue/<str:short>/", views_catalogue.catalogue_type, name="catalogue-type"),
    path("catalogue/<str:short>/schema.json", views_catalogue.catalogue_schema, name="catalogue-schema"),
    path("catalogue/<str:short>/latest.csv", views_catalogue.catalogue_csv, name="catalogue-csv"),
    path("subscriptions/", views_subscriptions.subscriptions, name="subscriptions"),
    path("subscriptions/<int:pk>/", views_subscriptions.subscription, name="subscription"),
    path(
        "subscriptions/<int:pk>/switch/", views_subscriptions.subscription_switch, name="subscription-switch"
    ),
    path("subscriptions/<int:pk>/again/", views_subscriptions.subscription_again, name="subscription-again"),
    path("doubts/", views_catalogue.doubts, name="doubts"),
    path("entities/", views.entity_list, name="entities"),
    path("entities/<str:urn>/", views.entity_page, name="entity"),
    path("entities/<str:urn>/correct/", views_corrections.entity_correct, name="entity-correct"),
    path("entities/<str:urn>/values/", views.entity_values, name="entity-values"),
    path("entities/<str:urn>/history/", views.entity_history, name="entity-history"),
    path("entities/<str:urn>/series.json", views.entity_series, name="entity-series"),
    path("entities/<str:urn>/history.csv", views.entity_csv, name="entity-csv"),
]
