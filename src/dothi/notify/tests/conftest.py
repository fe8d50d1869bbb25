import pytest


@pytest.fixture
def own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers of the test may be reached."""
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
