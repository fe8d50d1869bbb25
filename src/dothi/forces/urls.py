"""Addresses of units."""

from django.urls import path

from dothi.forces import views, views_acts

urlpatterns = [
    path("forces/", views.forces, name="forces"),
    path("forces/rows/", views.force_rows, name="forces-rows"),
    path("forces/of/", views.of_case, name="forces-of"),
    path("forces/register/", views.register_page, name="forces-register"),
    path("forces/new/", views.add, name="forces-new"),
    path("forces/assignments/<int:pk>/acknowledge/", views_acts.acknowledge, name="forces-acknowledge"),
    path("forces/assignments/<int:pk>/recall/", views_acts.recall, name="forces-recall"),
    path("forces/assignments/<int:pk>/decline/", views_acts.decline, name="forces-decline"),
    path("forces/check-ins/<int:pk>/answer/", views_acts.answer_check_in, name="forces-check-in"),
    path("forces/<str:call_sign>/", views.force_page, name="force"),
    path("forces/<str:call_sign>/part/", views.force_part, name="force-part"),
    path("forces/<str:call_sign>/change/", views.change, name="forces-change"),
    path("forces/<str:call_sign>/state/", views_acts.set_state, name="forces-state"),
    path("forces/<str:call_sign>/disband/", views_acts.disband, name="forces-disband"),
]
