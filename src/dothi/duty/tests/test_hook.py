"""A step that calls a system, to a real server: signed JSON over HTTP, and what became of it stands in the record."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dothi.connectors.sources.tests.serving import serving
from dothi.duty import advancing, escalating, opening
from dothi.duty.models import Run
from dothi.duty.policies import Planned
from dothi.duty.routing import Thing
from dothi.duty.tests.calling import kinds, policy, routed
from dothi.kernel import clock
from dothi.notify.channels import posting
from dothi.notify.models import Message
from dothi.notify.tests.making import SECRET, a_channel
from dothi.notify.tests.making import posting as running

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("answer", "became"), [(202, "delivered"), (410, "failed")])
def test_a_system_is_told_what_it_is_about_and_its_answer_is_written_down(
    cast: Any, monkeypatch: pytest.MonkeyPatch, answer: int, became: str
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    with serving(lambda asked: asked.give("", answer)) as server, running() as post:
        a_channel("moc", kind="web_hook", way="other", hidden={"signing_secret": SECRET})
        policy(
            cast,
            Planned("web-hook", 0, "critical", url=server.url),
            Planned("people", 600, people=(cast.hoa.pk,)),
        )
        routed(cast)
        run = opening.open_run(
            Thing("incident", "VV-1", "/incidents/VV-1/", "Cháy kho", "Fire", severity="critical")
        )
        assert run is not None and escalating.step() == 1
        post.round()
    (asked,) = server.asked
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert posting.is_signed(headers, asked.body, SECRET, int(headers["webhook-timestamp"]))
    told = json.loads(asked.body)
    assert "Cháy kho" in told["text"] and told["about"] == "/incidents/VV-1/"
    (message,) = Message.objects.all()
    assert message.state == became
    assert advancing.heard(message.key, message.state, clock.now())
    assert kinds(Run.objects.get()) == ["opened", "hooked", became]
