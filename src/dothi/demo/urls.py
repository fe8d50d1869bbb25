"""Addresses of the demo's telephone."""

from django.urls import path

from dothi.demo import views

urlpatterns = [
    path("demo/exchange/", views.exchange, name="demo-exchange"),
    path("demo/exchange/mine/", views.mine, name="demo-exchange-mine"),
    path("demo/exchange/<slug:call>/over/", views.hang_up, name="demo-exchange-over"),
]
