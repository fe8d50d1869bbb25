from django.urls import path

from dothi.web import views

urlpatterns = [
    path("web/choices/", views.choose, name="web-choices"),
    path("system/", views.system, name="system"),
]
