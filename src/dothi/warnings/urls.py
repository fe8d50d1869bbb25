"""Addresses of warnings: for the desk, for the public, for machines."""

from django.urls import path

from dothi.warnings import views, views_draft, views_public

urlpatterns = [
    path("warnings/", views.warnings, name="warnings"),
    path("warnings/rows/", views.warning_rows, name="warning-rows"),
    path("warnings/of/", views.of_case_or_bulletin, name="warnings-of"),
    path("warnings/new/", views_draft.new, name="warning-new"),
    path("warnings/area/", views_draft.area, name="warning-area"),
    path("warnings/<str:code>/", views.warning_page, name="warning"),
    path("warnings/<str:code>/edit/", views_draft.edit, name="warning-edit"),
    path("warnings/<str:code>/update/", views_draft.update, name="warning-update"),
    path("warnings/<str:code>/ask/", views.ask, name="warning-ask"),
    path("warnings/<str:code>/withdraw/", views.withdraw, name="warning-withdraw"),
    path("warnings/<str:code>/release/", views.release, name="warning-release"),
    path("warnings/<str:code>/back/", views.give_back, name="warning-back"),
    path("warnings/<str:code>/cancel/", views.cancel, name="warning-cancel"),
    path("canh-bao/", views_public.for_people, name="warnings-public"),
    path("canh-bao/<str:code>/", views_public.one_for_people, name="warning-public"),
    path("cap/", views_public.cap_feed, name="cap-feed"),
    path("cap/<str:code>.xml", views_public.cap_message, name="cap-message"),
]
