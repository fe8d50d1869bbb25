"""Addresses of reports: the public's in its own words, the officers' beside the other rooms. Each folder has its own; the two that take
any word for a code come last."""

from django.urls import include, path

_FOLDERS = (
    "open311", "email", "placing", "intake", "identity", "publicity", "insight", "ruling", "plates", "hiding",
    "public", "desk",
)  # fmt: skip

urlpatterns = [path("", include(f"dothi.reports.{one}.urls")) for one in _FOLDERS]
