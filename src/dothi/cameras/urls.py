"""Addresses of cameras. Pictures come by the machine door (`/stream/picture`)."""

from django.urls import path

from dothi.cameras import views, views_recorders, views_register

urlpatterns = [
    path("cameras/", views.cameras, name="cameras"),
    path("cameras/rows/", views.camera_rows, name="cameras-rows"),
    path("cameras/near/", views.beside, name="cameras-near"),
    path("cameras/near/look/", views.begin_beside, name="cameras-near-look"),
    path("cameras/near/end/", views.end_beside, name="cameras-near-end"),
    path("cameras/new/", views_register.add, name="cameras-new"),
    path("cameras/import/", views_register.from_sheet, name="cameras-import"),
    path("cameras/sheet/", views_register.sheet_model, name="cameras-sheet"),
    path("cameras/grants/", views_register.grants, name="cameras-grants"),
    path("cameras/grants/<int:pk>/end/", views_register.end_grant, name="cameras-grant-end"),
    path("cameras/recorders/", views_recorders.recorders, name="cameras-recorders"),
    path("cameras/recorders/new/", views_recorders.add, name="cameras-recorder-new"),
    path("cameras/recorders/<slug:code>/", views_recorders.recorder, name="cameras-recorder"),
    path("cameras/recorders/<slug:code>/change/", views_recorders.change, name="cameras-recorder-change"),
    path("cameras/recorders/<slug:code>/ask/", views_recorders.ask, name="cameras-recorder-ask"),
    path("cameras/looks/<int:pk>/end/", views.end, name="cameras-look-end"),
    path("cameras/<slug:code>/", views.camera_page, name="camera"),
    path("cameras/<slug:code>/part/", views.camera_part, name="camera-part"),
    path("cameras/<slug:code>/look/", views.begin, name="camera-look"),
    path("cameras/<slug:code>/change/", views_register.change, name="camera-change"),
    path("cameras/<slug:code>/switch/", views_register.switch, name="camera-switch"),
    path("cameras/<slug:code>/check/", views_register.look_now, name="camera-check"),
    path("cameras/<slug:code>/confirm/", views_register.confirm, name="camera-confirm"),
]
