"""Addresses of the desk."""

from django.urls import path

from dothi.dispatch import views, views_calls, views_command, views_forces
from dothi.dispatch.clocks.urls import urlpatterns as of_clocks

urlpatterns = [
    *of_clocks,
    path("desk/", views.desk_page, name="desk"),
    path("desk/parts/", views.desk_parts, name="desk-parts"),
    path("desk/map.json", views.desk_map, name="desk-map"),
    path("desk/ringing/", views.ringing, name="desk-ringing"),
    path("desk/addresses/", views_calls.addresses, name="desk-addresses"),
    path("desk/take/", views_calls.take, name="desk-take-longest"),
    path("desk/by-hand/", views_calls.by_hand, name="desk-by-hand"),
    path("desk/calls/<str:code>/take/", views_calls.take, name="desk-take"),
    path("desk/calls/<str:code>/draft/", views_calls.draft, name="desk-draft"),
    path("desk/calls/<str:code>/place/", views_calls.place, name="desk-place"),
    path("desk/calls/<str:code>/kind/", views_calls.decide_kind, name="desk-kind"),
    path("desk/calls/<str:code>/card/", views_calls.answer_card, name="desk-card"),
    path("desk/calls/<str:code>/open/", views_calls.open_case, name="desk-open"),
    path("desk/calls/<str:code>/attach/", views_calls.attach, name="desk-attach"),
    path("desk/surge/", views_calls.attach_surge, name="desk-surge"),
    path("desk/calls/<str:code>/link/", views_calls.send_link, name="desk-link"),
    path("desk/calls/<str:code>/hand/", views_calls.hand_over, name="desk-hand"),
    path("desk/calls/<str:code>/return/", views_calls.return_call, name="desk-return"),
    path("desk/calls/<str:code>/mark/", views_calls.mark_number, name="desk-mark"),
    path("desk/calls/<str:code>/next/", views_calls.go_on, name="desk-next"),
    path(
        "desk/calls/<str:code>/legs/<int:pk>/accept/",
        views_calls.answer_leg,
        {"step": "accept"},
        name="desk-leg-accept",
    ),
    path(
        "desk/calls/<str:code>/legs/<int:pk>/decline/",
        views_calls.answer_leg,
        {"step": "decline"},
        name="desk-leg-decline",
    ),
    path(
        "desk/calls/<str:code>/legs/<int:pk>/close/",
        views_calls.answer_leg,
        {"step": "close"},
        name="desk-leg-close",
    ),
    path("desk/recommend/", views_forces.recommend, name="desk-recommend"),
    path("desk/send/", views_forces.send, name="desk-send"),
    path("desk/state/", views_forces.set_state, name="desk-state"),
    path("desk/recall/", views_forces.recall, name="desk-recall"),
    path("desk/decline/", views_forces.decline, name="desk-decline"),
    path("desk/acknowledge/", views_forces.acknowledge, name="desk-acknowledge"),
    path("desk/check-in/", views_forces.check_in, name="desk-check-in"),
    path("desk/command/", views_command.command, name="desk-command"),
    path("desk/complete/", views_command.complete, name="desk-complete"),
]
