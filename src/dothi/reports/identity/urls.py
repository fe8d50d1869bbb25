"""Addresses of whoever proves who they are: their own reports, their data, codes. They stand before `phan-anh/<code>/`, which would take
their words for codes."""

from django.urls import path

from dothi.reports.identity import views_codes, views_data, views_own

urlpatterns = [
    path("phan-anh/cua-toi/", views_own.own, name="report-own"),
    path("phan-anh/cua-toi/ma/<str:code>/", views_own.own_one, name="report-own-one"),
    path("phan-anh/cua-toi/ma/<str:code>/anh/<int:number>/", views_own.own_photo, name="report-own-photo"),
    path("phan-anh/cua-toi/<str:token>/", views_own.mine, name="report-mine"),
    path("phan-anh/cua-toi/<str:token>/anh/<int:number>/", views_own.photo_mine, name="report-photo-mine"),
    path("phan-anh/quyen-rieng-tu/", views_data.privacy, name="reports-privacy"),
    path("phan-anh/du-lieu-cua-toi/", views_data.mine, name="report-data"),
    path("phan-anh/du-lieu-cua-toi/tai-ve/", views_data.file, name="report-data-file"),
    path("phan-anh/xac-nhan/", views_codes.ask, name="report-code"),
    path("phan-anh/xac-nhan/ma/", views_codes.answer, name="report-code-answer"),
    path("phan-anh/thoat/", views_codes.leave, name="report-code-leave"),
    path("phan-anh/thoi-theo-doi/<str:token>/", views_codes.unfollow, name="report-unfollow"),
    path("phan-anh/<str:code>/theo-doi/", views_codes.follow, name="report-follow"),
    path("reports/data-requests/", views_data.listed, name="report-data-requests"),
    path("reports/data-requests/<int:number>/", views_data.decide, name="report-data-decide"),
]
