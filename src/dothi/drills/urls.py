"""Addresses of drills."""

from django.urls import path

from dothi.drills import views

urlpatterns = [
    path("drills/", views.drill_list, name="drills"),
    path("drills/rows/", views.drill_rows, name="drill-rows"),
    path("drills/make/", views.make, name="drill-make"),
    path("drills/<slug:name>/", views.drill_page, name="drill"),
    path("drills/<slug:name>/part/", views.drill_part, name="drill-part"),
    path("drills/<slug:name>/readings.csv", views.readings, name="drill-csv"),
    path("drills/<slug:name>/report.pdf", views.printed, name="drill-pdf"),
    path("drills/<slug:name>/score.json", views.record, name="drill-json"),
    path("drills/<slug:name>/do/<slug:what>/", views.act, name="drill-act"),
]
