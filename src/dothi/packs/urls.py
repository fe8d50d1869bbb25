"""Addresses of packs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dothi.packs import views, views_loading

# a word in the place of <code> stands in reserved.ADDRESSES too: no pack may be called so
urlpatterns: list[URLPattern | URLResolver] = [
    path("packs/", views.packs, name="packs"),
    path("packs/handed-in/", views_loading.handed_in, name="packs-handed-in"),
    path("packs/handed-in/<int:pk>/", views_loading.proposal, name="packs-proposal"),
    path("packs/<slug:code>/", views.pack, name="pack"),
    path("packs/<slug:code>/shipped/", views_loading.shipped, name="packs-shipped"),
    path("packs/<slug:code>/editions/<int:number>/", views_loading.edition, name="packs-edition"),
    path("packs/<slug:code>/out/", views_loading.out, name="packs-out"),
]
