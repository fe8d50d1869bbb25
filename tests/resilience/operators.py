"""People at the desk and an exchange, as programs: they speak the addresses that the browser and the exchange speak, and repeat as those do."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from dothi.kernel import clock
from dothi.kernel.testing.cast import PASSWORD

PATIENCE_S = 90.0
Told = dict[str, Any]


class Away(Exception):
    """The centre does not answer: worth asking again."""


class Refused(Exception):
    """The centre said no, in words."""

    def __init__(self, status: int, told: Told) -> None:
        super().__init__(f"{status} {told}")
        self.status, self.code, self.detail = status, str(told.get("code")), str(told.get("detail"))


@dataclass
class Operator:
    """One signed-in person. `repeats`: asks again while the centre is away, as the desk's page does."""

    base_url: str
    name: str
    repeats: bool = True
    client: httpx.Client = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.base_url, timeout=20, headers={"Accept": "application/json"})

    def sign_in(self) -> Operator:
        address = "/accounts/login/"
        self.client.get(address, headers={"Accept": "text/html"})
        form = {
            "login": self.name,
            "password": PASSWORD,
            "csrfmiddlewaretoken": self.client.cookies["csrftoken"],
        }
        done = self.client.post(address, data=form, headers={"Accept": "text/html", "Referer": self.base_url})
        assert done.status_code == 302, done.text[:500]
        return self

    def twin(self) -> Operator:
        """The same person in another window."""
        other = Operator(self.base_url, self.name, self.repeats)
        other.client.cookies.update(self.client.cookies)
        return other

    def does(self, address: str, /, **form: str) -> Told:
        """Raises Refused; Away when the centre is away and this one does not repeat."""
        until = time.monotonic() + (PATIENCE_S if self.repeats else 0)
        while True:
            try:
                return self._ask(address, form)
            except Away:
                if time.monotonic() >= until:
                    raise
                time.sleep(0.3)

    def _ask(self, address: str, form: dict[str, str]) -> Told:
        headers = {"X-CSRFToken": self.client.cookies["csrftoken"], "Referer": self.base_url}
        try:
            answer = self.client.post(address, data=form, headers=headers)
        except httpx.TransportError as error:
            raise Away(str(error)) from error
        if answer.status_code >= 500:
            raise Away(f"{answer.status_code} {answer.text[:300]}")
        assert answer.headers["content-type"].startswith("application/"), answer.text[:300]
        told: Told = answer.json()
        if answer.status_code != 200:
            raise Refused(answer.status_code, told)
        return told

    def writes(
        self, call: str, words: str = "cháy nhà tầng ba", *, lon: float = 107.09, lat: float = 10.37
    ) -> None:
        """What is typed, where it is, what it is."""
        self.does(f"/desk/calls/{call}/draft/", rev="1", narrative=words, address="12 đường Thử")
        self.does(
            f"/desk/calls/{call}/place/", lon=str(lon), lat=str(lat), source="map", address="12 đường Thử"
        )
        self.does(f"/desk/calls/{call}/kind/", kind="fire", severity="high")

    def sends(self, call: str, unit: str) -> Told:
        return self.does("/desk/send/", call=call, force=unit)

    def sets(self, unit: str, *states: str) -> None:
        for state in states:
            self.does("/desk/state/", force=unit, state=state)

    def closes(self, call: str) -> Told:
        return self.does(f"/desk/calls/{call}/next/", outcome="case")


@dataclass
class Exchange:
    """Tells each event until it was taken."""

    base_url: str
    key: str

    def rings(self, number: str = "0100000001") -> str:
        """A call comes in; returns its code."""
        self.call = uuid4().hex
        return str(self.tells("ringing", number_dialled="114", caller_number=number)["call"])

    def hangs_up(self) -> None:
        self.tells("ended")

    def tells(self, kind: str, **more: str) -> Told:
        body = {
            "event_id": f"{self.call}-{kind}",
            "call_id": self.call,
            "kind": kind,
            "at": clock.iso(clock.now()),
            **more,
        }
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = httpx.post(
                    f"{self.base_url}/api/v1/telephony/events",
                    json=body,
                    headers={"Authorization": f"Bearer {self.key}"},
                    timeout=20,
                )
                if answer.status_code < 500:
                    assert answer.status_code == 200, answer.text[:500]
                    told: Told = answer.json()
                    return told
            except httpx.TransportError:
                pass
            assert time.monotonic() < until, "nobody hears the exchange"
            time.sleep(0.3)
