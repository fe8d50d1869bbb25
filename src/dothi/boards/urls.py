"""Addresses of boards."""

from django.urls import path

from dothi.boards import views

urlpatterns = [
    path("boards/", views.board_list, name="boards"),
    path("boards/<slug:pack>/", views.board_page, name="board"),
    path("boards/<slug:pack>/part/<slug:part>/", views.board_part, name="board-part"),
    path("boards/<slug:pack>/map/<int:number>.json", views.board_map, name="board-map"),
    path("boards/<slug:pack>/chart/<int:number>.json", views.board_chart, name="board-chart"),
]
