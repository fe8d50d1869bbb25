"""Addresses of this room: the public's in its own words, the officers' beside the other rooms."""

from django.urls import path

from dothi.around import views_limits
from dothi.around.guide import views as guide
from dothi.around.here import views as here
from dothi.around.watching import views as watching
from dothi.around.works import views as works
from dothi.around.works import views_public as works_public

urlpatterns = [
    path("quanh-toi/", here.here, name="around-public"),
    path("quanh-toi/theo-doi/", watching.new, name="watch-new"),
    path("quanh-toi/theo-doi/ma/", watching.code, name="watch-code"),
    path("quanh-toi/theo-doi/cua-toi/", watching.mine, name="watch-mine"),
    path("quanh-toi/thoi/<str:token>/", watching.stop, name="watch-stop"),
    path("cong-viec/", works_public.works, name="works-public"),
    path("cong-viec/lich.ics", works_public.calendar, name="works-calendar"),
    path("cong-viec/ban-do.geojson", works_public.geojson, name="works-geojson"),
    path("cong-viec/<str:code>/", works_public.work, name="work-public"),
    path("huong-dan/", guide.guide, name="guide-public"),
    path("huong-dan/<slug:code>/", guide.page, name="guide-page-public"),
    path("around/guide/", guide.listed, name="guide"),
    path("around/guide/new/", guide.new, name="guide-new"),
    path("around/guide/<slug:code>/edit/", guide.edit, name="guide-edit"),
    path("around/guide/<slug:code>/confirm/", guide.confirm, name="guide-confirm"),
    path("around/limits/", views_limits.limits, name="around-limits"),
    path("around/limits/<slug:code>/", views_limits.limit, name="around-limit"),
    path("around/works/", works.works, name="works"),
    path("around/works/new/", works.new, name="work-new"),
    path("around/works/file/", works.take_file, name="works-file"),
    path("around/works/<str:code>/", works.work, name="work"),
    path("around/works/<str:code>/edit/", works.edit, name="work-edit"),
    path("around/works/<str:code>/step/", works.step, name="work-step"),
]
