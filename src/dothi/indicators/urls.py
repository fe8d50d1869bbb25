"""Addresses of figures and what is typed."""

from django.urls import path

from dothi.indicators import views_defining, views_figures, views_typed

urlpatterns = [
    path("indicators/", views_defining.indicator_list, name="indicators"),
    path("indicators/new/", views_defining.new, name="indicator-new"),
    path("indicators/drafts/<int:pk>/", views_defining.draft_page, name="indicator-draft"),
    path("indicators/drafts/<int:pk>/step/", views_defining.draft_step, name="indicator-draft-step"),
    path("indicators/drafts/<int:pk>/adopt/", views_defining.adopt, name="indicator-adopt"),
    path("indicators/<slug:code>/change/", views_defining.change, name="indicator-change"),
    path("indicators/<slug:code>/versions/", views_defining.versions, name="indicator-versions"),
    path("indicators/<slug:code>/target/", views_defining.target, name="indicator-target"),
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
