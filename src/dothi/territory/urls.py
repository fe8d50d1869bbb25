"""Addresses of the territory. All need a signed-in person with the right to see or manage it."""

from django.urls import path

from dothi.territory import views, views_groups, views_import

urlpatterns = [
    path("territory/", views.units, name="territory"),
    path("territory/search", views.search, name="territory-search"),
    path("territory/areas.geojson", views.areas, name="territory-areas"),
    path("territory/units/<int:pk>/", views.unit, name="territory-unit"),
    path("territory/groups/", views_groups.groups, name="territory-groups"),
    path("territory/groups/new/", views_groups.new, name="territory-group-new"),
    path("territory/groups/<int:pk>/", views_groups.edit, name="territory-group"),
    path("territory/groups/<int:pk>/end/", views_groups.end, name="territory-group-end"),
    path("territory/import/", views_import.check, name="territory-import"),
    path("territory/import/apply/", views_import.apply, name="territory-import-apply"),
    path("territory/import/<int:pk>/", views_import.one, name="territory-import-one"),
    path("territory/import/<int:pk>/progress/", views_import.progress, name="territory-import-progress"),
    path("territory/import/<int:pk>/stop/", views_import.stop, name="territory-import-stop"),
    path("territory/import/<int:pk>/again/", views_import.again, name="territory-import-again"),
]
