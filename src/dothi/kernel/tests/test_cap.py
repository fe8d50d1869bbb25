"""CAP: what is written is judged sound by the schema and read back equal; what is read is believed nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dothi.kernel.cap import message as cap
from dothi.kernel.cap.reading import LARGEST, Unreadable, read
from dothi.kernel.cap.schema import complaints, unsaid
from dothi.kernel.cap.writing import written
from dothi.kernel.clock import VIETNAM

AT = dt.datetime(2026, 11, 22, 14, 30, tzinfo=VIETNAM)
CORNERS = ((10.35, 107.07), (10.36, 107.07), (10.36, 107.08), (10.35, 107.07))
AREA = cap.Area(
    desc="Phường Vũng Tàu", polygons=(CORNERS,), circles=(((10.35, 107.08), 2.5),),
    geocodes=(("VN-UNIT-2025-07-01", "26506"), ("SAME", "")), altitude=3.0, ceiling=12.5,
)  # fmt: skip
INFO = cap.Info(
    language="vi-VN", categories=("Met", "Safety"), event="Lũ", responses=("Evacuate", "None"), urgency="Immediate",
    severity="Severe", certainty="Likely", audience="Mọi người", event_codes=(("dothi", "flood"),), effective=AT,
    onset=AT, expires=AT + dt.timedelta(hours=6), sender_name="Ban Chỉ huy", headline="Lũ < BĐ3 & đang lên",
    description="Dòng một\nDòng hai ]]> <script>alert(1)</script>", instruction="Lên cao.", web="https://vi-du.vn/canh-bao/",
    contact="1022", parameters=(("capDoRuiRo", "3"),),
    resources=(cap.Resource(desc="Bản đồ", mime_type="image/png", size=9, uri="https://vi-du.vn/x.png"),), areas=(AREA,),
)  # fmt: skip
MESSAGE = cap.Message(
    identifier="CB-2026-000002", sender="ioc@vi-du.vn", sent=AT, status="Exercise", kind="Update", source="IOC",
    codes=("vn",), note="Diễn tập", references=(cap.Reference("ioc@vi-du.vn", "CB-2026-000001", AT),),
    incidents="VV-2026-000001", infos=(INFO, replace(INFO, language="en", event="Flood")),
)  # fmt: skip


def test_what_is_written_is_sound_and_read_back_equal() -> None:
    body = written(MESSAGE)
    assert complaints(body) == [] and unsaid(MESSAGE) == []
    assert read(body) == MESSAGE
    assert b"<script>" not in body and b"+07:00" in body


@pytest.mark.parametrize(
    "wrong",
    [
        (b"<status>Exercise<", b"<status>Real<"),
        (b"<msgType>Update<", b"<msgType>update<"),
        (b"T14:30:00+07:00</sent>", b"T07:30:00Z</sent>"),
        (b"<category>Met<", b"<category>Weather<"),
        (b"<responseType>None<", b"<responseType>Wait<"),
        (b"<urgency>Immediate<", b"<urgency>Now<"),
        (b"<severity>Severe<", b"<severity>3<"),
        (b"<certainty>Likely<", b"<certainty>Very Likely<"),
        (b"<language>vi-VN<", b"<language>ti\xe1\xba\xbfng Vi\xe1\xbb\x87t<"),
        (b"<event>", b"<severity>Severe</severity><event>"),
        (b"<size>9<", b"<size>nine<"),
        (b"<altitude>3<", b"<altitude>high<"),
        (b"<areaDesc>", b"<where>x</where><areaDesc>"),
        (b"cap:1.2", b"cap:1.1"),
    ],
)
def test_the_schema_refuses_what_the_standard_does(wrong: tuple[bytes, bytes]) -> None:
    body = written(MESSAGE)
    assert wrong[0] in body
    assert complaints(body.replace(*wrong))


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"identifier": "CB 2026"}, "identifier"),
        ({"sender": "a,b"}, "sender"),
        ({"references": ()}, "references"),
        ({"note": ""}, "note"),
        ({"scope": "Restricted"}, "restriction"),
        ({"scope": "Private"}, "addresses"),
        ({"infos": (replace(INFO, expires=AT),)}, "expires"),
    ],
)
def test_what_no_schema_can_say_is_said(changes: dict[str, object], missing: str) -> None:
    assert unsaid(replace(MESSAGE, **changes)) == [missing]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&b;</identifier></alert>"""
FILE = b"""<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&f;</identifier></alert>"""
DEEP = b"<a>" * 40 + b"</a>" * 40
MANY = b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">' + b"<code>x</code>" * 20_001 + b"</alert>"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (BOMB, "not-xml"),
        (FILE, "not-xml"),
        (DEEP, "too-deep"),
        (MANY, "too-large"),
        (b"<alert>" + b" " * LARGEST + b"</alert>", "too-large"),
        (b"<html><body>504</body></html>", "not-cap"),
        (b"{}", "not-xml"),
        (b"", "not-xml"),
        (b"\xff\xfe\x00", "not-xml"),
        (written(MESSAGE).replace(b"<sender>ioc@vi-du.vn</sender>", b""), "missing"),
        (written(MESSAGE).replace(b"10.36,107.07 ", b"nan,107.07 "), "value"),
        (written(MESSAGE).replace(b"10.36,107.07 ", b"1e2,107.07 "), "value"),
        (written(MESSAGE).replace(b" 10.35,107.07</", b" 10.37,107.07</"), "value"),
        (written(MESSAGE).replace(b"2026-11-22T14:30:00+07:00</sent>", b"0001-01-01T00:00:00+07:00</sent>"), "value"),
        (written(MESSAGE).replace(b"2026-11-22T14:30:00+07:00</sent>", b"2026-02-30T00:00:00+07:00</sent>"), "value"),
        (written(MESSAGE).replace(b"<areaDesc>Ph", b"<areaDesc>x</areaDesc><areaDesc>Ph"), "twice"),
        (written(MESSAGE).replace(b"<sender>", b'<x xmlns="urn:other">1</x><sender>'), "not-cap"),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_with_its_reason(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body)
    assert refused.value.why == why


def test_a_time_with_z_and_version_1_1_are_read_as_others_write_them() -> None:
    body = (
        written(MESSAGE)
        .replace(b"cap:1.2", b"cap:1.1")
        .replace(b"2026-11-22T14:30:00+07:00</sent>", b"2026-11-22T07:30:00Z</sent>")
    )
    assert read(body).sent == AT
