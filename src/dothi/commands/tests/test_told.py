"""Who hears of a command: the case that it was asked for, those about its device, whoever may consent – and nobody else. By which
channel it leaves, and that nobody takes the commands of others' devices."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from dothi.accounts import tickets
from dothi.commands import actions, actions_channels
from dothi.commands.actions_channels import Described
from dothi.commands.catalogue import get_kind
from dothi.commands.channels.kinds import Order
from dothi.commands.choosing import channel_of
from dothi.commands.models import Command
from dothi.commands.tests.test_commands import URN, asked, show, state, step
from dothi.connectors.models import SourceStanding
from dothi.connectors.sources import lateness
from dothi.connectors.sources.tests.serving import serving
from dothi.connectors.sources.tests.sources import add, described
from dothi.entities import queries as entities
from dothi.incidents import actions as incidents
from dothi.incidents.models import Incident, IncidentLog
from dothi.kernel import clock, events
from dothi.kernel.errors import Conflict, NotAllowed
from dothi.kernel.models import Event
from dothi.kernel.testing.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
State = Command.State


def case(cast: Cast, agency: Any, urn: str = "") -> Incident:
    return incidents.open_incident(
        title=f"Nước thải {uuid4()}",
        kind="other",
        severity="high",
        by=cast.minh,
        agency_id=agency.pk,
        urn=urn,
    )


def told(incident: Incident) -> list[tuple[str, str | None]]:
    """What the log says of commands, and who did it."""
    while events.deliver():
        pass
    lines = incident.log.filter(kind=IncidentLog.Kind.COMMAND).order_by("pk")
    return [(one.fields["what"], one.person.username if one.person else None) for one in lines]


def test_a_case_tells_the_whole_course(cast: Cast, client_of: Any) -> None:
    about, named = case(cast, cast.environment, URN), case(cast, cast.environment)
    hidden, other = case(cast, cast.centre), case(cast, cast.environment)
    kind, key = get_kind("take-sample"), uuid4()
    command = actions.ask(
        kind, URN, value="sampling", key=key, reason="COD vượt", incident=named.code, by=cast.nga
    )
    actions.consent(command, by=cast.minh)
    step()
    incidents.change_state(
        named, incidents.State.CLOSED, expected=incidents.State.NEW, reason="xong", by=cast.minh
    )
    show(samplerState="sampling")
    step()
    whole = [("asked", "nga"), ("consented", "minh"), ("sent", None), ("confirmed", None)]
    assert told(about) == told(named) == whole and told(other) == []
    page = client_of(cast.minh).get(f"/incidents/{named.code}/").content.decode()
    assert "đồng ý cho gửi lệnh" in page and "đã thực hiện lệnh" in page and "COD vượt" in page

    refused = actions.ask(kind, URN, value="idle", key=uuid4(), reason="x", incident=hidden.code, by=cast.nga)
    actions.refuse(refused, by=cast.minh, reason="đang có người ở cửa xả")
    assert told(about)[4:] == [("asked", "nga"), ("refused", "minh")]
    assert told(hidden) == []  # she does not see that case, so her command does not write into it


def test_what_waits_is_told_to_whoever_may_consent_and_a_late_source_to_its_own_people(
    cast: Cast, client_of: Any
) -> None:
    asked(cast.nga)
    source = add("http_poll", how=described(agency=cast.environment), url="https://tram.example.vn/")
    long_ago = clock.now() - dt.timedelta(days=1)
    SourceStanding.objects.filter(source=source).update(value_at=long_ago, arrived_at=long_ago)
    type(source).objects.filter(pk=source.pk).update(state_since=long_ago)
    assert lateness.tell() == 1

    def count(person: Any) -> str:
        return client_of(person).get("/mine/count/").content.decode()

    assert ">1<" in count(cast.minh) and ">1<" in count(cast.nga) and not count(cast.lan).strip()
    minh, nga = (client_of(one).get("/mine/").content.decode() for one in (cast.minh, cast.nga))
    assert (
        "Lấy mẫu tự động" in minh and "Trạm quan trắc" not in minh
    )  # whoever is on duty is not bothered with it
    assert "Lấy mẫu tự động" not in nga and "Trạm quan trắc" in nga and "0254 3 850 000" in nga
    late = Event.objects.get(topic="sources.late")
    hears = {
        one.username: tickets.read(tickets.issue(one))
        .scope(late.permission)
        .covers(late.unit_id, late.agency_id)
        for one in (cast.nga, cast.minh, cast.lan, cast.vy)
    }
    assert hears == {"nga": True, "minh": False, "lan": False, "vy": False} and "contact" not in late.payload


def test_a_platform_is_asked_once_and_its_answer_is_kept_and_nobody_takes_the_commands_of_others(
    cast: Cast, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    secret = base64.b64encode(b"k" * 32).decode()
    entity, statuses = entities.entity(URN), [202, 503]
    told = {"url": "https://den.example.vn/", "signing_secret": secret}
    how = Described("Của phường", cast.office_a, None, ["urn:ngsi-ld:WastewaterOutflow:cua-xa-*"])
    actions_channels.add_channel("phuong", "http", how, settings=told, by=None)
    assert channel_of(entity) is None  # it names the ids of another agency's devices
    with pytest.raises(Conflict, match="channel-device-taken"):
        actions_channels.add_channel("hai", "http", how, settings=told, by=None)
    with pytest.raises(NotAllowed):
        actions_channels.add_channel("ba", "http", how, settings=told, by=cast.nga)
    with serving(lambda one: one.give("", statuses[len(one.server.asked) - 1])) as server:
        form = {
            "name": "Trạm lấy mẫu", "code": "lay-mau", "agency": cast.environment.pk, "area": "", "urns": "urn:ngsi-ld:WastewaterOutflow:*",
            "set-url": f"{server.url}/{{id}}", "set-method": "POST", "set-signing_secret": secret,
        }  # fmt: skip
        steward: Client = client_of(cast.vy)
        assert steward.post("/commands/channels/new/http/", form).status_code == 302
        page = steward.get("/commands/channels/lay-mau/").content.decode()
        assert secret not in page and server.url in page
        assert secret not in steward.get("/commands/channels/lay-mau/change/").content.decode()
        for wanted in (State.SENT, State.UNKNOWN):
            command = asked(cast.nga)
            actions.consent(command, by=cast.minh)
            step(real=True)
            assert state(command) == wanted
            if wanted == State.SENT:
                assert (command.acknowledgement, command.channel.code) == ("HTTP 202", "lay-mau")
                show(samplerState="sampling")
                step(real=True)
        step(real=True)
        assert len(server.asked) == 2 and server.asked[0].path == "/cua-xa-1"
    channel = channel_of(entity)
    assert channel is not None
    actions_channels.switch(channel, on=False, by=cast.vy, reason="bảo trì")
    stopped, sent = asked(cast.nga), list[Order]()
    actions.consent(stopped, by=cast.minh)
    step(sent, real=True)
    assert (state(stopped), stopped.trouble, sent) == (State.FAILED, "channel-off", [])  # and by no other way
