"""Addresses of tasks."""

from django.urls import path

from dothi.tasks import views

urlpatterns = [
    path("tasks/", views.task_list, name="tasks"),
    path("tasks/rows/", views.task_rows, name="task-rows"),
    path("tasks/new/", views.give, name="task-new"),
    path("tasks/of/", views.of_source, name="tasks-of"),
    path("tasks/<str:code>/", views.task_page, name="task"),
    path("tasks/<str:code>/part/", views.task_part, name="task-part"),
    path("tasks/<str:code>/step/", views.step, name="task-step"),
    path("tasks/<str:code>/files/<int:line>/<int:number>/", views.task_file, name="task-file"),
    path("tasks/<str:code>/answer/", views.answer, name="task-answer"),
    path("tasks/<str:code>/more-time/", views.more_time, name="task-more-time"),
    path("tasks/<str:code>/more-time/<int:pk>/", views.decide_time, name="task-more-time-decide"),
]
