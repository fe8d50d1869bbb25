import pytest


@pytest.fixture
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of the test may be reached; the loop uses the test's own connection, which sees its transaction."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
