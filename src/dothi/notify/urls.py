"""Addresses of notify."""

from django.urls import path

from dothi.notify import views, views_channels, views_doors, views_me, views_rules

urlpatterns = [
    path("notify/", views.outbox, name="notify"),
    path("notify/rows/", views.outbox_rows, name="notify-rows"),
    path("notify/phones/", views.phones, name="notify-phones"),
    path("notify/phones/rows/", views.phones_rows, name="notify-phones-rows"),
    path("notify/phones/<int:pk>/read/", views.phone_read, name="notify-phone-read"),
    path("notify/rules/", views_rules.every, name="notify-rules"),
    path("notify/rules/<slug:code>/", views_rules.one, name="notify-rule"),
    path("notify/me/", views_me.preferences, name="notify-me"),
    path("notify/me/code/", views_me.code, name="notify-me-code"),
    path("notify/me/browser/", views_me.browser, name="notify-me-browser"),
    path("notify/me/addresses/<int:pk>/remove/", views_me.remove, name="notify-me-remove"),
    path("notify/arrived/", views_doors.arrived, name="notify-arrived"),
    path("notify/push.js", views_doors.service_worker, name="notify-service-worker"),
    path("notify/receipts/<slug:code>/<str:token>/", views_doors.receipts, name="notify-receipts"),
    path("notify/channels/", views_channels.channels, name="notify-channels"),
    path("notify/channels/new/<slug:kind>/", views_channels.add, name="notify-channel-add"),
    path("notify/channels/<slug:code>/", views_channels.channel, name="notify-channel"),
    path("notify/channels/<slug:code>/change/", views_channels.change, name="notify-channel-change"),
    path("notify/channels/<slug:code>/switch/", views_channels.switch, name="notify-channel-switch"),
    path("notify/channels/<slug:code>/test/", views_channels.test, name="notify-channel-test"),
    path("notify/<int:pk>/", views.message, name="notify-message"),
    path("notify/<int:pk>/again/", views.again, name="notify-again"),
]
