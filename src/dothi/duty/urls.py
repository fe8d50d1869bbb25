"""Addresses of duty."""

from django.urls import path

from dothi.duty import views, views_policies, views_runs, views_sound

urlpatterns = [
    path("duty/", views.duty, name="duty"),
    path("duty/rows/", views.duty_rows, name="duty-rows"),
    path("duty/rosters/new/", views.roster_new, name="duty-roster-new"),
    path("duty/rosters/<slug:code>/", views.roster_page, name="duty-roster"),
    path("duty/rosters/<slug:code>/month.csv", views.month_csv, name="duty-month-csv"),
    path("duty/rosters/<slug:code>/month.xlsx", views.month_xlsx, name="duty-month-xlsx"),
    path("duty/rosters/<slug:code>/change/", views.roster_change, name="duty-roster-change"),
    path("duty/rosters/<slug:code>/pattern/", views.pattern_new, name="duty-pattern-new"),
    path("duty/rosters/<slug:code>/override/", views.override_new, name="duty-override-new"),
    path("duty/rosters/<slug:code>/swap/", views.swap_new, name="duty-swap-new"),
    path("duty/patterns/<int:pk>/withdraw/", views.pattern_withdraw, name="duty-pattern-withdraw"),
    path("duty/overrides/<int:pk>/withdraw/", views.override_withdraw, name="duty-override-withdraw"),
    path("duty/swaps/<int:pk>/answer/", views.swap_answer, name="duty-swap-answer"),
    path("duty/swaps/<int:pk>/withdraw/", views.swap_withdraw, name="duty-swap-withdraw"),
    path("duty/policies/", views_policies.policy_list, name="duty-policies"),
    path("duty/policies/new/", views_policies.policy_new, name="duty-policy-new"),
    path("duty/policies/<slug:code>/", views_policies.policy_page, name="duty-policy"),
    path("duty/routes/new/", views_policies.route_new, name="duty-route-new"),
    path("duty/runs/", views_runs.run_list, name="duty-runs"),
    path("duty/runs/rows/", views_runs.run_rows, name="duty-runs-rows"),
    path("duty/runs/<int:pk>/", views_runs.run_page, name="duty-run"),
    path("duty/runs/<int:pk>/part/", views_runs.run_part, name="duty-run-part"),
    path("duty/of/", views_runs.runs_of, name="duty-of"),
    path("duty/take/<str:code>/", views_runs.take, name="duty-take"),
    path("duty/sounding/", views_sound.sounding, name="duty-sounding"),
    path("duty/hush/", views_sound.hush, name="duty-hush"),
]
