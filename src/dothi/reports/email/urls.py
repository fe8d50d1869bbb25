"""Addresses of mailboxes and of letters that wait; they stand before `reports/<code>/`."""

from django.urls import path

from dothi.reports.email import views

urlpatterns = [
    path("reports/mailboxes/", views.mailboxes, name="report-mailboxes"),
    path("reports/mailboxes/new/", views.describe, name="report-mailbox-new"),
    path("reports/mailboxes/<slug:code>/", views.describe, name="report-mailbox"),
    path("reports/mailboxes/<slug:code>/test/", views.test, name="report-mailbox-test"),
    path("reports/mailboxes/<slug:code>/switch/", views.switch, name="report-mailbox-switch"),
    path("reports/mail/", views.waiting, name="report-mail"),
    path("reports/mail/<int:pk>/", views.decide, name="report-mail-decide"),
    path("reports/mail/<int:pk>/photos/<int:number>/", views.photo, name="report-mail-photo"),
]
