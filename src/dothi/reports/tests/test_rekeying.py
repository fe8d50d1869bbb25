"""A new key for what is kept encrypted: after `dothi source rekey` the old one is needed no more."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from dothi.cli import source_
from dothi.connectors.sources import secrets
from dothi.kernel.testing.cast import Cast
from dothi.reports.email.tests.writing import mailbox
from dothi.reports.identity import requests
from dothi.reports.identity.sessions import Holder
from dothi.reports.open311.models import Endpoint

pytestmark = pytest.mark.django_db


def test_mailboxes_endpoints_and_requests_are_read_by_the_new_key_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "the one before")
    box = mailbox(cast.centre, password=secrets.encrypt("m4ilb0x"))
    silent = Endpoint.objects.create(code="cong-khai", url="https://open.example/v2")
    theirs = Endpoint.objects.create(code="kia", url="https://kia.example/v2", api_key=secrets.encrypt("k3y"))
    asked = requests.ask(Holder("sms", "0903000111", 0), "erasure")
    before = {box.password, theirs.api_key, asked.sealed}
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "the new one,the one before")
    told = CliRunner().invoke(source_.app, ["rekey"])
    assert (told.exit_code, told.output.strip()) == (0, "3")
    monkeypatch.setenv("DOTHI_SOURCES_KEY", "the new one")
    for row in (box, theirs, silent, asked):
        row.refresh_from_db()
    assert not before & {box.password, theirs.api_key, asked.sealed}
    read = [secrets.decrypt(one) for one in (box.password, theirs.api_key, asked.sealed)]
    assert read == ["m4ilb0x", "k3y", "0903000111"]
    assert silent.api_key == ""
