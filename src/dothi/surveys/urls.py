"""Addresses of surveys: the public's in its own words, the officers' beside the other rooms."""

from django.urls import path

from dothi.surveys import views, views_consult, views_limits, views_open, views_public

urlpatterns = [
    path("khao-sat/", views_public.index, name="surveys-public"),
    path("khao-sat/tra-loi/<str:token>/", views_public.answer, name="survey-answer"),
    path("khao-sat/quay/<slug:code>/", views_public.counter, name="survey-counter"),
    path("khao-sat/ket-qua/<slug:code>/", views_public.result, name="survey-result-public"),
    path("khao-sat/ket-qua/<slug:code>.<slug:ending>", views_public.result_file, name="survey-file-public"),
    path("khao-sat/y-kien/<str:code>/", views_open.consultation, name="consultation-public"),
    path("khao-sat/y-kien/<str:code>/tep/<int:pk>/", views_open.paper, name="consultation-paper-public"),
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/new/", views.new, name="survey-new"),
    path("surveys/consultations/new/", views_consult.new, name="consultation-new"),
    path("surveys/consultations/<str:code>/", views_consult.consultation, name="consultation"),
    path("surveys/consultations/<str:code>/step/", views_consult.step, name="consultation-step"),
    path("surveys/limits/", views_limits.limits, name="surveys-limits"),
    path("surveys/limits/<slug:code>/", views_limits.limit, name="surveys-limit"),
    path("surveys/posters/<slug:code>/", views.poster, name="survey-poster"),
    path("surveys/<slug:code>/", views.survey, name="survey"),
    path("surveys/<slug:code>/change/", views.change, name="survey-change"),
    path("surveys/<slug:code>/step/", views.step, name="survey-step"),
    path("surveys/<slug:code>/<slug:ending>", views.result_file, name="survey-file"),
]
