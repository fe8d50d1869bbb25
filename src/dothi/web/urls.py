from django.urls import path

from dothi.web import installing, mine, views, views_retention

urlpatterns = [
    path("", views.start, name="start"),
    path("mine/", mine.mine, name="mine"),
    path("mine/rows/", mine.mine_rows, name="mine-rows"),
    path("mine/count/", mine.mine_count, name="mine-count"),
    path("ung-dung.webmanifest", installing.manifest, name="public-manifest"),
    path("ngoai-mang/", installing.offline, name="offline-public"),
    path("ngoai-mang/sw.js", installing.worker, name="public-worker"),
    path("web/choices/", views.choose, name="web-choices"),
    path("system/", views.system, name="system"),
    path("system/retention/", views_retention.kinds, name="retention"),
    path("system/retention/<slug:code>/", views_retention.kind, name="retention-kind"),
    path("system/events/<int:failure>/retry/", views.retry_event, name="retry-event"),
    path("system/events/<int:failure>/aside/", views.set_event_aside, name="set-event-aside"),
]
