"""Addresses of commands and of the channels by which they leave."""

from django.urls import path

from dothi.commands import views, views_channels

urlpatterns = [
    path("commands/", views.commands, name="commands"),
    path("commands/rows/", views.command_rows, name="commands-rows"),
    path("commands/of/", views.of_entities, name="commands-of"),
    path("commands/ask/<slug:code>/<str:urn>/", views.ask, name="commands-ask"),
    path("commands/channels/", views_channels.channels, name="commands-channels"),
    path("commands/channels/new/<slug:kind>/", views_channels.add, name="commands-channel-add"),
    path("commands/channels/<slug:code>/", views_channels.channel, name="commands-channel"),
    path("commands/channels/<slug:code>/change/", views_channels.change, name="commands-channel-change"),
    path("commands/channels/<slug:code>/switch/", views_channels.switch, name="commands-channel-switch"),
    path("commands/<int:pk>/", views.command_page, name="command"),
    path("commands/<int:pk>/part/", views.command_part, name="command-part"),
    path("commands/<int:pk>/consent/", views.consent, name="commands-consent"),
    path("commands/<int:pk>/refuse/", views.refuse, name="commands-refuse"),
    path("commands/<int:pk>/cancel/", views.cancel, name="commands-cancel"),
]
