"""No log line carries a secret."""

from __future__ import annotations

import pytest

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
    ],
)
def test_secrets_are_hidden(name: str, value: object, shown: object) -> None:
    assert logs.hide_secrets(None, "info", {name: value}) == {name: shown}


def test_the_example_of_settings_is_current(pytestconfig: pytest.Config) -> None:
    assert (pytestconfig.rootpath / ".env.example").read_text(encoding="utf-8") == render(), (
        "make env-example"
    )
