"""Forms that come faster than pages: kept, answered with their link, reports in the end – once, checked as always, whatever is killed."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import uuid
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from a2wsgi import WSGIMiddleware
from asgiref.sync import async_to_sync
from django.db import connection
from django.test import Client
from PIL import Image

from dothi.config.wsgi import application
from dothi.kernel import clock, settings
from dothi.kernel.testing.cast import Cast
from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.reports import photos
from dothi.reports.identity import vault
from dothi.reports.intake import formkey, held, scopes, settling, storm, waiting
from dothi.reports.intake.models import WaitingForm
from dothi.reports.intake.storm import Body, Storm
from dothi.reports.models import Report, ReportRule
from dothi.reports.plates.models import Plate
from dothi.reports.tests.course import WASTE, prepared

pytestmark = pytest.mark.django_db(transaction=True)
BOUNDARY = "x7d1c"


@pytest.fixture(autouse=True)
def _prepared(cast: Cast, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "data_folder", lambda: tmp_path)
    monkeypatch.setattr(storm, "AT_ONCE", 0)  # a storm from the first form on
    prepared(cast)


class Answers:
    """What one form was told."""

    def __init__(self) -> None:
        self.status, self.headers = 0, dict[bytes, bytes]()

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])


def form_of(form: uuid.UUID, token: str, **more: str) -> bytes:
    said = {
        "csrfmiddlewaretoken": token,
        "key": str(form),
        "category": WASTE,
        "text": "Rác",
        "place": "12 Trần Phú",
        **more,
    }
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in said.items()
    )
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


async def sent(
    door: Storm, body: bytes, cookie: str, client: str = "10.0.0.1", path: str = storm.PATH, **more: str
) -> Answers:
    """A form as the server gets it; `more`: headers."""
    headers = {
        "host": "testserver", "cookie": f"csrftoken={cookie}", "content-length": str(len(body)),
        "content-type": f"multipart/form-data; boundary={BOUNDARY}",
        **{name.replace("_", "-"): value for name, value in more.items()},
    }  # fmt: skip
    head = {
        "headers": [],
        "client": [client, 1],
        "server": ["testserver", 80],
        "scheme": "http",
        "path": path,
        "query": "",
    }
    scope = scopes.told_again(head)
    scope["headers"] = [(name.encode(), value.encode()) for name, value in headers.items()]
    answers = Answers()
    await door.page(scope, storm._replayed(Body(small=body)), answers)
    return answers


def together(act: Callable[[Storm], Any]) -> Any:
    """Something with a door of its own, on a loop of its own."""

    async def inside() -> Any:
        told = connection.settings_dict
        url = f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
        door = Storm(url, WSGIMiddleware(application, workers=2))  # type: ignore[arg-type]
        try:
            return await act(door)
        finally:
            await door._pool.close()

    return async_to_sync(inside)()


def worked() -> None:
    """Until nothing waits."""
    while settling.settle():
        pass


def token_of() -> str:
    browser = Client()
    browser.get("/phan-anh/moi/")
    return str(browser.cookies["csrftoken"].value)


def test_a_form_is_kept_answered_by_its_link_and_becomes_one_report() -> None:
    key, token = uuid.uuid4(), token_of()
    link = f"/phan-anh/cua-toi/{formkey.link_token(key)}/"

    async def twice(door: Storm) -> list[Answers]:
        return [await sent(door, form_of(key, token), token) for _ in range(2)]

    for answer in together(twice):
        assert (answer.status, answer.headers[b"location"].decode()) == (303, f"{link}?moi=1")
    assert (WaitingForm.objects.count(), Report.objects.count()) == (1, 0)
    page = Client().get(link)
    assert (page.status_code, "Đã nhận, đang ghi vào sổ" in page.content.decode()) == (200, True)
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, 1)
    assert Report.objects.get().code in Client().get(link).content.decode()


def test_once_forms_come_by_tens_a_second_all_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storm, "AT_ONCE", 2)
    token = token_of()

    async def one_after_the_other(door: Storm) -> list[int]:
        return [
            (await sent(door, form_of(uuid.uuid4(), token), token, f"10.0.{number}.1")).status
            for number in range(storm.BUSY + 1)
        ]

    monkeypatch.setattr(storm, "STORM_S", 3600.0)
    assert together(one_after_the_other) == [302] * (storm.BUSY - 1) + [303] * 2


def test_many_become_reports_at_once_each_with_its_own_code_place_and_link() -> None:
    token, keys = token_of(), [uuid.uuid4() for _ in range(settling.AT_ONCE + 5)]

    async def all_of_them(door: Storm) -> None:
        for number, key in enumerate(keys):
            await sent(door, form_of(key, token, place=f"{number} Trần Phú"), token, f"10.0.{number}.1")

    together(all_of_them)
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, len(keys))
    codes = list(Report.objects.order_by("code").values_list("code", flat=True))
    assert [int(one[-6:]) for one in codes] == list(range(1, len(keys) + 1))
    for number, key in enumerate(keys):
        report, is_reporter = vault.report_of(formkey.link_token(key))
        assert (report.place, is_reporter) == (f"{number} Trần Phú", True)
        assert [line.what for line in report.lines.all()] == ["received"]


def test_a_form_that_spoils_the_others_is_tried_alone_and_given_up_in_the_end() -> None:
    token = token_of()
    for _ in range(3):
        together(lambda door: sent(door, form_of(uuid.uuid4(), token), token))
    broken = WaitingForm.objects.order_by("pk")[1]
    WaitingForm.objects.filter(pk=broken.pk).update(head=broken.head | {"path": "/nowhere/"})
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (1, 2)
    for _ in range(settling.MOST_TRIES - 1):
        WaitingForm.objects.update(taken_at="2026-01-01T00:00:00Z")
        worked()
    broken.refresh_from_db()
    assert (broken.tried, broken.refused) == (settling.MOST_TRIES, 500)


def test_while_another_process_writes_this_one_leaves_the_forms_alone() -> None:
    token = token_of()
    together(lambda door: sent(door, form_of(uuid.uuid4(), token), token))
    told = connection.settings_dict
    held = {
        "host": told["HOST"],
        "port": told["PORT"],
        "user": told["USER"],
        "password": told["PASSWORD"],
        "dbname": told["NAME"],
    }
    with psycopg.connect(**held) as other:
        other.execute("select pg_advisory_lock(hashtextextended('reports waiting', 0))")
        worked()
        assert Report.objects.count() == 0
        other.execute("select pg_advisory_unlock(hashtextextended('reports waiting', 0))")
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, 1)


def test_a_form_beyond_its_networks_limit_waits_and_keeps_its_words() -> None:
    ReportRule.objects.filter(code="form-address").update(value=1)
    token = token_of()
    for _ in range(2):
        together(lambda door: sent(door, form_of(uuid.uuid4(), token), token))
    worked()
    row = WaitingForm.objects.get()
    assert (row.refused, row.tried, bool(row.body), Report.objects.count()) == (0, 0, True, 1)
    worked()
    assert WaitingForm.objects.exists(), "it rests a minute before the next try"
    ReportRule.objects.filter(code="form-address").update(value=100)
    WaitingForm.objects.update(taken_at="2026-01-01T00:00:00Z")
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, 2)


def test_a_forged_form_is_refused_as_on_its_page() -> None:
    token, other = token_of(), token_of()
    together(lambda door: sent(door, form_of(uuid.uuid4(), token), other))
    worked()
    assert (WaitingForm.objects.get().refused, Report.objects.count()) == (403, 0)


def test_an_emergency_is_called_also_in_a_storm() -> None:
    load_pack(SHIPPED / "emergency", by=None)
    token = token_of()
    together(
        lambda door: sent(
            door, form_of(uuid.uuid4(), token, text="Cháy nhà, có người mắc kẹt bên trong"), token
        )
    )
    worked()
    assert (WaitingForm.objects.get().refused, Report.objects.count()) == (422, 0)


def test_a_form_of_a_plate_waits_and_says_so(cast: Cast) -> None:
    plate = Plate.objects.create(
        key=uuid.uuid4(), code="ABCD2345", place="Cột đèn 7", lon=106.05, lat=20.05, unit=cast.ward_a, category=WASTE,
        valid_from=clock.today(), made_by=cast.minh, made_at=clock.now(),
    )  # fmt: skip
    token, path = token_of(), f"/phan-anh/tai/{plate.code}/"
    assert together(lambda door: sent(door, form_of(uuid.uuid4(), token), token, path=path)).status == 303
    worked()
    assert Report.objects.get().door == "plate"


def test_what_the_page_refuses_is_told_on_its_link_with_its_words_and_of_its_sender_nothing_stays() -> None:
    key, token = uuid.uuid4(), token_of()
    assert together(lambda door: sent(door, form_of(key, token, category="no.such"), token)).status == 303
    worked()
    row = WaitingForm.objects.get()
    assert (row.refused, [name for name, _ in row.head["headers"]], set(row.head)) == (
        400,
        ["content-type"],
        {"headers"},
    )
    page = Client().get(f"/phan-anh/cua-toi/{formkey.link_token(key)}/").content.decode()
    for said in (
        "Phản ánh chưa được nhận",
        ">Rác</textarea>",
        'value="12 Trần Phú"',
        'action="/phan-anh/moi/"',
    ):
        assert said in page, said
    assert waiting.forget_refused(row.recorded_at, 9) == 0
    assert waiting.forget_refused(clock.now() + dt.timedelta(days=1), 9) == 1


def test_a_form_that_waits_is_never_forgotten_by_its_age() -> None:
    token = token_of()
    together(lambda door: sent(door, form_of(uuid.uuid4(), token), token))
    assert waiting.forget_refused(clock.now() + dt.timedelta(days=99), 9) == 0
    assert WaitingForm.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"text": ""}, {"place": ""}, {"key": "x"}])
def test_what_is_not_whole_is_answered_at_once_as_always(wrong: dict[str, str]) -> None:
    token = token_of()
    body = form_of(uuid.uuid4(), token, **wrong)
    assert together(lambda door: sent(door, body, token)).status in (302, 400)
    assert not WaitingForm.objects.exists()


def test_a_flood_from_one_address_waits_in_its_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storm, "MOST_OF_ONE", 1)
    token = token_of()

    async def three(door: Storm) -> list[int]:
        return [(await sent(door, form_of(uuid.uuid4(), token), token)).status for _ in range(3)]

    assert together(three) == [303, 302, 302]
    assert (WaitingForm.objects.count(), Report.objects.count()) == (1, 2)


def test_without_a_database_for_it_a_form_goes_the_usual_way() -> None:
    token = token_of()

    async def away(door: Storm) -> int:
        door._execute = _broken  # type: ignore[method-assign]
        return (await sent(door, form_of(uuid.uuid4(), token), token)).status

    async def _broken(*_: Any) -> Any:
        raise TimeoutError

    assert together(away) == 302
    assert Report.objects.count() == 1


def with_pictures(key: uuid.UUID, token: str, *pictures: bytes, **more: str) -> bytes:
    """A form as a phone sends it: pictures first."""
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'.encode()
        + one
        + b"\r\n"
        for one in pictures
    )
    return b"".join(parts) + form_of(key, token, **more)


def picture() -> bytes:
    told = io.BytesIO()
    Image.effect_noise((400, 400), 90).convert("RGB").save(told, "JPEG", quality=95)
    return told.getvalue()


def test_a_form_with_pictures_waits_in_a_file_and_keeps_them() -> None:
    token, key, seen = token_of(), uuid.uuid4(), picture()
    body = with_pictures(key, token, seen, seen[:-2] + b"\xff\xd9", text="")
    assert len(body) > storm.SMALL
    assert together(lambda door: sent(door, body, token)).status == 303
    row = WaitingForm.objects.get()
    assert (row.on_disk, bytes(row.body), held.path_of(row.digest).read_bytes() == body) == (True, b"", True)
    worked()
    report, _ = vault.report_of(formkey.link_token(key))
    assert [photos.body_of(one)[:2] for one in report.photos.all()] == [b"\xff\xd8"] * 2
    assert (WaitingForm.objects.count(), list(held.folder().iterdir())) == (0, [])


def test_a_form_with_pictures_that_is_sent_twice_keeps_the_first_whole() -> None:
    """A nervous thumb: the browser parts the fields of each sending by another mark."""
    token, key = token_of(), uuid.uuid4()
    first = with_pictures(key, token, picture())
    again = first.replace(BOUNDARY.encode(), b"other9")

    async def twice(door: Storm) -> list[int]:
        kind = "multipart/form-data; boundary=other9"
        return [
            (await sent(door, first, token)).status,
            (await sent(door, again, token, content_type=kind)).status,
        ]

    assert together(twice) == [303, 303]
    row = WaitingForm.objects.get()
    assert held.path_of(row.digest).read_bytes() == first
    worked()
    report, _ = vault.report_of(formkey.link_token(key))
    assert (report.text, report.photos.count()) == ("Rác", 1)
    assert (WaitingForm.objects.count(), list(held.folder().iterdir())) == (0, [])


def test_a_form_that_was_refused_is_tried_anew_when_it_is_sent_again_mended() -> None:
    key, token = uuid.uuid4(), token_of()
    together(lambda door: sent(door, form_of(key, token, category="no.such"), token))
    worked()
    assert WaitingForm.objects.get().refused == 400
    together(lambda door: sent(door, with_pictures(key, token, picture(), text="Rác nữa"), token))
    worked()
    report, _ = vault.report_of(formkey.link_token(key))
    assert (report.text, report.photos.count(), WaitingForm.objects.count()) == ("Rác nữa", 1, 0)


def test_what_is_no_picture_is_told_on_its_link_and_its_file_is_gone() -> None:
    token, key = token_of(), uuid.uuid4()
    body = with_pictures(key, token, b"%PDF-" + b"x" * storm.SMALL)
    assert together(lambda door: sent(door, body, token)).status == 303
    worked()
    row = WaitingForm.objects.get()
    assert (row.refused, row.on_disk, b"PDF" in bytes(row.body), list(held.folder().iterdir())) == (
        400,
        False,
        False,
        [],
    )
    page = Client().get(f"/phan-anh/cua-toi/{formkey.link_token(key)}/").content.decode()
    assert "Phản ánh chưa được nhận" in page
    assert ">Rác</textarea>" in page


def test_pictures_of_one_network_wait_in_their_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storm, "MOST_FILES_OF_ONE", 1)
    token, seen = token_of(), picture()

    async def two(door: Storm) -> list[int]:
        return [(await sent(door, with_pictures(uuid.uuid4(), token, seen), token)).status for _ in range(2)]

    assert together(two) == [303, 302]
    assert (WaitingForm.objects.count(), Report.objects.count()) == (1, 1)
    assert len(list(held.folder().iterdir())) == 1


def test_a_file_that_belongs_to_no_form_is_cleared_away() -> None:
    token = token_of()
    together(lambda door: sent(door, with_pictures(uuid.uuid4(), token, picture()), token))
    for path in (*held.folder().iterdir(), held.path_of("0" * 64)):
        path.touch()
        os.utime(path, (0, 0))
    assert settling.forget_left_over() == 1
    assert [path.name for path in held.folder().iterdir()] == [WaitingForm.objects.get().digest]


def test_a_form_of_the_script_becomes_its_report_too() -> None:
    key, token = uuid.uuid4(), token_of()
    together(lambda door: sent(door, form_of(key, token), token, accept="application/json"))
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, 1)
    page = Client().get(f"/phan-anh/cua-toi/{formkey.link_token(key)}/").content.decode()
    assert Report.objects.get().code in page


def test_a_form_whose_report_exists_is_done_whatever_else_is_said_of_it() -> None:
    key, token = uuid.uuid4(), token_of()
    together(lambda door: sent(door, form_of(key, token), token))
    worked()
    together(lambda door: sent(door, form_of(key, "forged", category="no.such"), token))
    worked()
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, 1)


def test_a_report_is_shown_though_its_form_is_noted_as_refused() -> None:
    key, token = uuid.uuid4(), token_of()
    together(lambda door: sent(door, form_of(key, token), token))
    worked()
    WaitingForm.objects.create(
        digest=vault.digest_of(formkey.link_token(key)),
        head={},
        body=b"",
        recorded_at=clock.now(),
        refused=200,
    )
    page = Client().get(f"/phan-anh/cua-toi/{formkey.link_token(key)}/").content.decode()
    assert Report.objects.get().code in page


@pytest.mark.parametrize(
    ("https", "ways", "statuses"),
    [
        (True, [("10.0.0.1", "203.0.113.1"), ("10.0.0.1", "9.9.9.9, 203.0.113.2")], [303, 303]),
        (True, [("10.0.0.1", "9.9.9.9, 203.0.113.1"), ("10.0.0.1", "203.0.113.1")], [303, 302]),
        (False, [("2001:db8::1", "1.1.1.1"), ("2001:db8::2", "2.2.2.2")], [303, 302]),
    ],
)
def test_a_flood_is_counted_by_network_behind_a_proxy_too(
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    https: bool,
    ways: list[tuple[str, str]],
    statuses: list[int],
) -> None:
    monkeypatch.setattr(storm, "MOST_OF_ONE", 1)
    token = token_of()
    settings.HTTPS = https

    async def each(door: Storm) -> list[int]:
        return [
            (await sent(door, form_of(uuid.uuid4(), token), token, client, x_forwarded_for=forwarded)).status
            for client, forwarded in ways
        ]

    assert together(each) == statuses


def test_nothing_is_kept_that_opens_something_else() -> None:
    token = token_of()
    cookies = (
        f"{token}; sessionid=of-an-officer; dothi_holder=of-a-citizen; dothi_form=a.1:b; django_language=en"
    )
    together(
        lambda door: sent(
            door,
            form_of(uuid.uuid4(), token),
            cookies,
            authorization="Basic x",
            user_agent="y",
            x_forwarded_proto="https",
        )
    )
    head = WaitingForm.objects.get().head
    said = json.dumps(head)
    assert not [one for one in ("officer", "holder", "Basic", "user-agent") if one in said]
    kept = dict(head["headers"])
    assert kept["cookie"] == f"csrftoken={token}; dothi_form=a.1:b; django_language=en"
    assert {"host", "content-type", "content-length", "x-forwarded-proto"} <= set(kept)


def test_a_key_that_is_none_goes_the_usual_way() -> None:
    token = token_of()
    body = form_of(uuid.uuid4(), token, key="-" * 36)
    assert together(lambda door: sent(door, body, token)).status == 302
    assert (WaitingForm.objects.count(), Report.objects.count()) == (0, 1)


def test_a_report_that_waited_was_received_when_it_was_sent() -> None:
    token, earlier = token_of(), dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC)
    for _ in range(2):
        together(lambda door: sent(door, form_of(uuid.uuid4(), token), token))
    WaitingForm.objects.filter(pk=WaitingForm.objects.earliest("pk").pk).update(recorded_at=earlier)
    worked()
    first, second = Report.objects.order_by("received_at")
    assert first.received_at == earlier
    assert (first.first_due_at, first.due_at) < (second.first_due_at, second.due_at)
