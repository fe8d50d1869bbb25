"""No log line carries a secret."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from dothi.kernel import logs
from dothi.kernel.env_example import render


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        (
            "detail",
            "connection to postgresql://dothi:s3cr3t@127.0.0.1:5432/dothi failed",
            "connection to postgresql://dothi:•••@127.0.0.1:5432/dothi failed",
        ),
        ("detail", "Authorization: Bearer abc.def-ghi", "Authorization: Bearer •••"),
        ("path", "/stream/live?ticket=eyJ.abc&since=1-2", "/stream/live?ticket=•••&since=1-2"),
        ("password", "s3cr3t", "•••"),
        ("api_key", "abc.def", "•••"),
        ("headers", {"Authorization": "x", "Accept": "y"}, {"Authorization": "•••", "Accept": "y"}),
        ("detail", "3 rows", "3 rows"),
        ("n", 3, 3),
        ("event", "Not Found: /here/kX3_vbQ1-9TtLmZr0aPwYw/", "Not Found: /here/•••/"),
        ("event", "Not Found: /tasks/NV-2026-000123/part/", "Not Found: /tasks/NV-2026-000123/part/"),
        (
            "event",
            "Not Found: /crew/files/01JD9Z0V7Q8M3X5K2B4N6P8R0T/",
            "Not Found: /crew/files/01JD9Z0V7Q8M3X5K2B4N6P8R0T/",
        ),
        ("args", ["postgresql://dothi:s3cr3t@here/dothi"], ["postgresql://dothi:•••@here/dothi"]),
    ],
)
def test_secrets_are_hidden(name: str, value: object, shown: object) -> None:
    assert logs.hide_secrets(None, "info", {name: value}) == {name: shown}


def test_what_somebody_looked_for_is_in_no_log() -> None:
    """Django hands the whole request to its log lines; a list's address holds names and numbers of callers."""
    asked = RequestFactory().get("/calls/", {"q": "0901234567 Nguyễn Văn A", "ticket": "eyJ.abc"})
    shown = logs.hide_secrets(None, "warning", {"event": "Forbidden: /calls/", "request": asked})
    assert shown == {"event": "Forbidden: /calls/", "request": "<WSGIRequest: GET '/calls/'>"}


def test_the_example_of_settings_is_current(pytestconfig: pytest.Config) -> None:
    assert (pytestconfig.rootpath / ".env.example").read_text(encoding="utf-8") == render(), (
        "make env-example"
    )
