"""Addresses of calls."""

from django.urls import path

from dothi.calls import views, views_here, views_lines
from dothi.calls.recordings import views as recordings

urlpatterns = [
    path("here/<str:token>/", views_here.here, name="call-here"),
    path("calls/", views.call_list, name="calls"),
    path("calls/rows/", views.call_rows, name="call-rows"),
    path("calls/missed/", views.missed, name="calls-missed"),
    path("calls/missed/rows/", views.missed_rows, name="calls-missed-rows"),
    path("calls/of/", views.of_case, name="calls-of"),
    path("calls/lines/", views_lines.line_list, name="call-lines"),
    path("calls/lines/new/", views_lines.line_new, name="call-line-new"),
    path("calls/lines/<int:pk>/change/", views_lines.line_change, name="call-line-change"),
    path("calls/lines/<int:pk>/end/", views_lines.line_end, name="call-line-end"),
    path("calls/times/<slug:code>/", views_lines.rule_set, name="call-rule-set"),
    path("calls/<str:code>/", views.call_page, name="call"),
    path("calls/<str:code>/part/", views.call_part, name="call-part"),
    path("calls/<str:code>/recording/", recordings.recording, name="call-recording"),
    path("calls/<str:code>/recording/sound/<int:look>/", recordings.sound, name="call-recording-sound"),
    path("calls/<str:code>/recording/end/", recordings.end, name="call-recording-end"),
    path("calls/<str:code>/recording/hold/", recordings.hold, name="call-recording-hold"),
    path("calls/<str:code>/recording/release/", recordings.release, name="call-recording-release"),
    path("calls/<str:code>/returned/", views.call_back, name="call-returned"),
    path("calls/<str:code>/mark/", views.mark_number, name="call-mark"),
    path("calls/<str:code>/mark/end/", views.end_mark, name="call-mark-end"),
    path("calls/<str:code>/links/<int:pk>/use/", views.use_link, name="call-link-use"),
    path("calls/<str:code>/legs/<int:pk>/<slug:what>/", views.answer_leg, name="call-leg"),
]
