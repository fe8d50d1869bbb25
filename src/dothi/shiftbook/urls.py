"""Addresses of the shift book."""

from django.urls import path

from dothi.shiftbook import views

urlpatterns = [
    path("shiftbook/", views.today, name="shiftbook"),
    path("shiftbook/past/", views.past, name="shiftbook-past"),
    path("shiftbook/desks/", views.desks, name="shiftbook-desks"),
    path("shiftbook/desks/<slug:code>/end/", views.end_desk, name="shiftbook-desk-end"),
    path("shiftbook/at/<slug:code>/", views.standing, name="shiftbook-standing"),
    path("shiftbook/at/<slug:code>/open/", views.open_book, name="shiftbook-open"),
    path("shiftbook/handovers/<int:pk>/", views.handover, name="shiftbook-handover"),
    path("shiftbook/handovers/<int:pk>/open/<slug:room>/", views.handed_of_room, name="shiftbook-handed"),
    path("shiftbook/handovers/<int:pk>/accept/", views.accept, name="shiftbook-accept"),
    path("shiftbook/handovers/<int:pk>/refuse/", views.refuse, name="shiftbook-refuse"),
    path("shiftbook/handovers/<int:pk>/withdraw/", views.withdraw, name="shiftbook-withdraw"),
    path("shiftbook/<str:code>/", views.shift, name="shiftbook-shift"),
    path("shiftbook/<str:code>/note/", views.note, name="shiftbook-note"),
    path("shiftbook/<str:code>/hand-over/", views.hand_over, name="shiftbook-hand-over"),
    path("shiftbook/<str:code>/take-up/", views.take_up, name="shiftbook-take-up"),
    path("shiftbook/<str:code>/print.pdf", views.printed, name="shiftbook-print"),
]
