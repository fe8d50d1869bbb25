"""Addresses of the officers' desk. `reports/<code>/` takes any word for a code: every other page below that path stands before it."""

from django.urls import path

from dothi.reports.desk import (
    views_batch,
    views_field,
    views_inbox,
    views_pause,
    views_phone,
    views_report,
    views_sorting,
    views_templates,
)

urlpatterns = [
    path("reports/", views_inbox.inbox, name="reports"),
    path("reports/rows/", views_inbox.inbox_rows, name="report-rows"),
    path("reports/batch/", views_batch.many, name="report-batch"),
    path("reports/of/", views_sorting.of_thing, name="reports-of"),
    path("reports/templates/", views_templates.template_list, name="report-templates"),
    path("reports/templates/<int:pk>/end/", views_templates.template_end, name="report-template-end"),
    path("reports/new/", views_phone.new, name="report-by-phone"),
    path("reports/new/help/", views_phone.helping, name="report-phone-help"),
    path("reports/<str:code>/read-back/", views_phone.read_back, name="report-read-back"),
    path("reports/field/", views_field.field, name="reports-field"),
    path("reports/<str:code>/field/", views_field.field_one, name="report-field"),
    path("reports/<str:code>/category/", views_sorting.category, name="report-category"),
    path("reports/<str:code>/split/", views_sorting.split, name="report-split"),
    path("reports/<str:code>/link/", views_sorting.link, name="report-link"),
    path("reports/<str:code>/link/<int:pk>/end/", views_sorting.unlink, name="report-unlink"),
    path("reports/<str:code>/case/", views_sorting.open_case, name="report-case"),
    path("reports/<str:code>/", views_report.report, name="report"),
    path("reports/<str:code>/part/", views_report.report_part, name="report-part"),
    path("reports/<str:code>/step/", views_report.step, name="report-step"),
    path("reports/<str:code>/more-time/", views_report.more_time, name="report-more-time"),
    path("reports/<str:code>/more-time/<int:pk>/", views_report.decide_time, name="report-more-time-decide"),
    path("reports/<str:code>/pause/", views_pause.pause, name="report-pause"),
    path("reports/<str:code>/pause/<int:pk>/", views_pause.decide, name="report-pause-decide"),
    path("reports/<str:code>/person/", views_report.unmask, name="report-person"),
    path("reports/<str:code>/photos/<int:number>/", views_report.photo, name="report-photo"),
]
