"""A large round: ten thousand rows at once."""

from __future__ import annotations

import pytest

from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import add, readings, run_once
from dothi.connectors.tests.conftest import facts, stored  # noqa: F401 - a fixture


@pytest.mark.slow
def test_ten_thousand_rows_in_one_round(stored: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    body = readings(*((f"t{number}", number % 100 + 1) for number in range(10_000)))
    with serving(lambda request: request.give(body)) as server:
        run = run_once(add("http_poll", url=server.url, rows="$.data[*]"))
    assert (run.state, run.stored, run.refused) == ("done", 10_000, 0)
    assert facts("select count(*) from entities_entity") == [(10_000,)]
    print(f"10,000 rows in {(run.ended_at - run.begun_at).total_seconds():.1f} s")
