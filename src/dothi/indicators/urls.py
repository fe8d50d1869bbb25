"""Addresses of figures and what is typed."""

from django.urls import path

from dothi.indicators import views_figures, views_typed

urlpatterns = [
    path("indicators/<slug:code>/", views_figures.indicator_page, name="indicator"),
    path("indicators/<slug:code>/series.json", views_figures.indicator_series, name="indicator-series"),
    path("figures/", views_typed.figures, name="figures"),
    path("figures/reports/<int:pk>/", views_typed.report_page, name="figure-report"),
    path("figures/reports/<int:pk>/approve/", views_typed.approve, name="indicators-approve"),
    path("figures/reports/<int:pk>/return/", views_typed.give_back, name="indicators-return"),
    path("figures/reports/<int:pk>/paper/", views_typed.paper, name="figure-report-paper"),
    path("figures/<slug:form>/<int:agency>/<str:day>/", views_typed.type_figures, name="indicators-type"),
    path(
        "figures/<slug:form>/<int:agency>/<str:day>/sheet/", views_typed.read_sheet, name="indicators-sheet"
    ),
]
