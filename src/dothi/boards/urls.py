"""Addresses of boards, of what lies behind their figures, and of the builder."""

from django.urls import path

from dothi.boards import views, views_drill, views_notes, views_own

urlpatterns = [
    path("boards/", views.board_list, name="boards"),
    path("boards/new/", views_own.board_new, name="board-new"),
    path("boards/preview/", views_own.board_preview, name="board-preview"),
    path("boards/made/<int:pk>/edit/", views_own.board_edit, name="board-edit"),
    path("boards/made/<int:pk>/versions/", views_own.board_versions, name="board-versions"),
    path("boards/made/<int:pk>/back/", views_own.board_back, name="board-back"),
    path("boards/made/<int:pk>/share/", views_own.board_share, name="board-share"),
    path("boards/made/<int:pk>/withdraw/", views_own.board_withdraw, name="board-withdraw"),
    path("boards/notes/<uuid:thread>/", views_notes.note_page, name="board-note"),
    path("boards/figures/<slug:code>/", views_drill.figure_areas, name="board-figure"),
    path("boards/figures/<slug:code>/notes/", views_notes.note_write, name="board-note-write"),
    path(
        "boards/figures/<slug:code>/areas.<slug:ending>",
        views_drill.figure_export,
        name="board-figure-export",
    ),
    path("boards/figures/<slug:code>/<int:unit>/", views_drill.figure_records, name="board-records"),
    path("boards/lines.json", views.lines, name="board-lines"),
    path("boards/types/<slug:type_>.json", views.type_map, name="board-type-map"),
    path("boards/work/<slug:of>/", views_drill.work_areas, name="board-work"),
    path("boards/work/<slug:of>/<int:unit>/", views_drill.work_records, name="board-work-records"),
    path("boards/<slug:pack>/", views.board_page, name="board"),
    path("boards/<slug:pack>/part/<slug:part>/", views.board_part, name="board-part"),
    path("boards/<slug:pack>/map/<int:number>.json", views.board_map, name="board-map"),
    path("boards/<slug:pack>/chart/<int:number>.json", views.board_chart, name="board-chart"),
    path("boards/<slug:pack>/export.<slug:ending>", views.board_export, name="board-export"),
]
