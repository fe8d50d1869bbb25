"""Addresses of the clocks, below the desk's."""

from django.urls import path

from dothi.dispatch.clocks import views, views_targets

urlpatterns = [
    path("desk/clocks/", views.page, name="desk-clocks"),
    path("desk/clocks/live/", views.live, name="desk-clocks-live"),
    path("desk/clocks/part/", views.part, name="desk-clocks-part"),
    path("desk/clocks/figures.csv", views.as_csv, name="desk-clocks-csv"),
    path("desk/clocks/of/<str:code>/", views.of_case, name="desk-clocks-of"),
    path("desk/clocks/targets/", views_targets.targets_page, name="desk-targets"),
    path("desk/clocks/targets/set/", views_targets.set_target, name="desk-target-set"),
    path("desk/clocks/targets/<str:code>/end/", views_targets.end_target, name="desk-target-end"),
]
