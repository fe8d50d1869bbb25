"""Addresses of shared code lists."""

from django.urls import path

from dothi.codelists import views, views_drafts

urlpatterns = [
    path("code-lists/", views.lists, name="codelists"),
    path("code-lists/new/", views_drafts.make, name="codelists-new"),
    path("code-lists/<slug:code>/", views.one_list, name="codelists-list"),
    path("code-lists/<slug:code>/entries.csv", views.download, name="codelists-csv"),
    path("code-lists/<slug:code>/entries.xlsx", views.workbook, name="codelists-xlsx"),
    path("code-lists/<slug:code>/versions/", views.versions, name="codelists-versions"),
    path("code-lists/<slug:code>/changes/", views.changes, name="codelists-changes"),
    path("code-lists/<slug:code>/owner/", views_drafts.owner, name="codelists-owner"),
    path("code-lists/<slug:code>/draft/", views_drafts.draft, name="codelists-draft"),
    path(
        "code-lists/<slug:code>/draft/entries.xlsx", views_drafts.draft_workbook, name="codelists-draft-xlsx"
    ),
    path("code-lists/<slug:code>/draft/begin/", views_drafts.begin, name="codelists-begin"),
    path("code-lists/<slug:code>/draft/file/", views_drafts.take_in, name="codelists-take-in"),
    path("code-lists/<slug:code>/draft/entry/", views_drafts.entry, name="codelists-entry"),
    path("code-lists/<slug:code>/draft/entry/remove/", views_drafts.take_out, name="codelists-take-out"),
    path("code-lists/<slug:code>/draft/discard/", views_drafts.discard, name="codelists-discard"),
    path("code-lists/<slug:code>/publish/", views_drafts.publish, name="codelists-publish"),
    path(
        "code-lists/<slug:code>/versions/<int:number>/withdraw/",
        views_drafts.withdraw,
        name="codelists-withdraw",
    ),
]
