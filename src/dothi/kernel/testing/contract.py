"""What every screen promises, tested by inheriting: nobody comes in without signing in, without the right, or from another area.

    class TestAlarm(ScreenContract):
        right, no_right, elsewhere = "lan", ("dung", "quan"), "tuan"
        shows = "PM2.5"

        def path(self, cast): return f"/alarms/{…}/"

`right` and `elsewhere` are names of the cast, or of a fixture that returns a person. `elsewhere` is somebody with the same
right in another area, for whom the row does not exist (404). POST addresses: see `PostContract`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from dothi.kernel.testing.cast import Cast


class _Contract:
    path: Any = ""
    right: ClassVar[str] = ""
    no_right: ClassVar[tuple[str, ...]] = ()
    elsewhere: ClassVar[str] = ""

    @pytest.fixture
    def address(self, cast: Cast) -> str:
        """Where the screen is; `path` may be a method that takes the cast and creates what is shown."""
        return str(self.path(cast) if callable(self.path) else self.path)

    @pytest.fixture
    def who(self, cast: Cast, request: pytest.FixtureRequest) -> Callable[[str], Any]:
        return lambda name: getattr(cast, name) if hasattr(cast, name) else request.getfixturevalue(name)


@pytest.mark.django_db
class ScreenContract(_Contract):
    """A page that is read."""

    shows: ClassVar[str] = ""

    def test_nobody_sees_it_without_signing_in(self, address: str, client_of: Callable[[Any], Any]) -> None:
        answer = client_of(None).get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/?next=")

    def test_a_program_without_login_is_told_so(self, address: str, client_of: Callable[[Any], Any]) -> None:
        answer = client_of(None).get(address, headers={"Accept": "application/json"})
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_without_the_right_it_is_refused(
        self, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        for name in self.no_right:
            answer = client_of(who(name)).get(address)
            assert answer.status_code == 403, name
            assert not self.shows or self.shows not in answer.content.decode()

    def test_from_another_area_it_does_not_exist(
        self, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        if not self.elsewhere:
            return
        answer = client_of(who(self.elsewhere)).get(address)
        assert answer.status_code == 404
        assert not self.shows or self.shows not in answer.content.decode()

    def test_with_the_right_it_shows(
        self, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        answer = client_of(who(self.right)).get(address)
        assert answer.status_code == 200
        assert self.shows in answer.content.decode()

    def test_it_speaks_english_too(
        self, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        answer = client_of(who(self.right)).get(address, headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        assert '<html lang="en"' in answer.content.decode()


@pytest.mark.django_db
class PostContract(_Contract):
    """An address that changes something. `form` is what a good POST sends; `done(cast)` says whether it happened."""

    form: Any = {}
    status: ClassVar[int] = 302

    def done(self, cast: Cast) -> bool:
        raise NotImplementedError

    def _send(self, browser: Any, address: str, cast: Cast) -> Any:
        return browser.post(address, self.form(cast) if callable(self.form) else self.form)

    def test_reading_changes_nothing(
        self, cast: Cast, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        assert client_of(who(self.right)).get(address).status_code in {200, 405}
        assert not self.done(cast)

    def test_who_may_not_changes_nothing(
        self, cast: Cast, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        assert self._send(client_of(None), address, cast).status_code == 302
        assert not self.done(cast)
        for name in self.no_right:
            assert self._send(client_of(who(name)), address, cast).status_code == 403, name
            assert not self.done(cast), name
        if self.elsewhere:
            assert self._send(client_of(who(self.elsewhere)), address, cast).status_code in {403, 404}
            assert not self.done(cast)

    def test_a_forged_form_of_another_site_is_refused(
        self, cast: Cast, address: str, who: Callable[[str], Any]
    ) -> None:
        from django.test import Client

        browser = Client(enforce_csrf_checks=True)
        browser.force_login(who(self.right))
        assert self._send(browser, address, cast).status_code == 403
        assert not self.done(cast)

    def test_who_may_does_it(
        self, cast: Cast, address: str, who: Callable[[str], Any], client_of: Callable[[Any], Any]
    ) -> None:
        assert self._send(client_of(who(self.right)), address, cast).status_code == self.status
        assert self.done(cast)
