"""Addresses of incidents."""

from django.urls import path

from dothi.incidents import views, views_opening, views_steps
from dothi.incidents.command import views as command
from dothi.incidents.joining import views as joining
from dothi.incidents.reporting import views as reporting

urlpatterns = [
    path("incidents/", views.incident_list, name="incidents"),
    path("incidents/rows/", views.incident_rows, name="incident-rows"),
    path("incidents/open/", views_opening.open_by_hand, name="incident-open"),
    path("incidents/from-alarm/<int:pk>/", views_opening.open_from_alarm, name="incident-from-alarm"),
    path("incidents/<str:code>/", views.incident_page, name="incident"),
    path("incidents/<str:code>/part/", views.incident_part, name="incident-part"),
    path("incidents/<str:code>/log/", views.log_page, name="incident-log"),
    path("incidents/<str:code>/state/", views.change_state, name="incident-state"),
    path("incidents/<str:code>/lead/", views.assign_lead, name="incident-lead"),
    path("incidents/<str:code>/note/", views.add_note, name="incident-note"),
    path("incidents/<str:code>/procedures/", views_steps.begin_procedure, name="incident-procedure"),
    path("incidents/<str:code>/steps/<int:pk>/done/", views_steps.do_step, name="incident-step-done"),
    path("incidents/<str:code>/steps/<int:pk>/skip/", views_steps.skip_step, name="incident-step-skip"),
    path("incidents/<str:code>/steps/<int:pk>/reopen/", views_steps.reopen_step, name="incident-step-reopen"),
    path("incidents/<str:code>/steps/<int:pk>/give/", views_steps.give_step, name="incident-step-give"),
    path("incidents/<str:code>/command/", command.command_page, name="incident-command"),
    path("incidents/<str:code>/command/give/", command.give_role, name="incident-role-give"),
    path("incidents/<str:code>/command/<int:pk>/hand/", command.hand_role, name="incident-role-hand"),
    path("incidents/<str:code>/command/<int:pk>/end/", command.end_role, name="incident-role-end"),
    path("incidents/<str:code>/report/", reporting.report_page, name="incident-report"),
    path("incidents/<str:code>/report.docx", reporting.report_docx, name="incident-report-docx"),
    path("incidents/<str:code>/report.pdf", reporting.report_pdf, name="incident-report-pdf"),
    path("incidents/<str:code>/near/", command.near_part, name="incident-near"),
    path("incidents/<str:code>/legs/", command.ask_agency, name="incident-legs"),
    path("incidents/<str:code>/legs/<int:pk>/withdraw/", command.withdraw_leg, name="incident-leg-withdraw"),
    path("incidents/<str:code>/legs/<int:pk>/answer/", command.answer_leg, name="incident-leg-answer"),
    path("incidents/<str:code>/legs/<int:pk>/note/", command.note_leg, name="incident-leg-note"),
    path("incidents/<str:code>/legs/<int:pk>/share/", command.share_leg, name="incident-leg-share"),
    path("incidents/<str:code>/join/", joining.join_page, name="incident-join"),
    path("incidents/<str:code>/merge/", joining.merge, name="incident-merge"),
    path("incidents/<str:code>/part/again/", joining.part, name="incident-part-again"),
    path("incidents/<str:code>/split/", joining.split, name="incident-split"),
    path("incidents/<str:code>/link/", joining.link, name="incident-link"),
    path("incidents/<str:code>/links/<int:pk>/end/", joining.unlink, name="incident-unlink"),
]
