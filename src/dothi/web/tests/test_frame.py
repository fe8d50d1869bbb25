"""The frame of every page: the menu by right, choices in cookies, origins and ages, errors in words."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve

from dothi.kernel import clock
from dothi.kernel.origin import Origin
from dothi.kernel.permissions import PERMISSIONS
from dothi.kernel.testing.cast import Cast
from dothi.web import navigation
from dothi.web.templatetags import web

ENTRIES = navigation.ENTRIES


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_leads_to_a_page_that_asks_for_its_right(entry: navigation.Entry) -> None:
    assert entry.permission in PERMISSIONS
    page = "/map/" if entry.url == "/" else entry.url  # the start page shows the map to those who may see it
    assert resolve(page).func.dothi_permission == entry.permission


def test_no_key_is_given_twice() -> None:
    keys = [entry.key for entry in ENTRIES if entry.key]
    assert len(keys) == len(set(keys))


def test_each_entry_has_an_icon_of_its_own() -> None:
    icons = [entry.icon for entry in ENTRIES]
    assert len(icons) == len(set(icons))
    sprite = render_to_string("web/part/sprite.html")
    assert [icon for icon in icons if f'id="i-{icon}"' not in sprite] == []


def test_the_page_one_is_on_is_marked_once() -> None:
    shown = navigation.menu(PERMISSIONS, "/calls/lines/7/")
    assert [one.entry.name for group in shown for one in group.entries if one.current] == ["lines"]


def test_a_person_sees_only_what_they_may_open(cast: Cast) -> None:
    def names(person: Any) -> set[str]:
        shown = navigation.menu(navigation.permissions_of(person), "/")
        return {str(one.entry.name) for group in shown for one in group.entries}

    assert {"map", "alarms", "incidents", "entities"} <= names(cast.minh)
    assert "people" not in names(cast.minh)
    assert "people" in names(cast.quan)
    assert names(cast.dung) == set()


def test_a_replay_of_another_year_says_which() -> None:
    then = dt.datetime(2021, 5, 1, tzinfo=dt.UTC)
    assert "Phát lại dữ liệu 2021" in web.origin(Origin.REPLAYED, then)
    assert "2021" not in web.origin("replayed", clock.now())
    assert "origin-simulated" in web.origin(2)
    assert web.origin(None) == ""


def test_choices_are_kept_and_lead_back(client: Client) -> None:
    answer = client.post("/web/choices/", {"language": "en", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    page = client.get("/accounts/login/").content.decode()
    assert '<html lang="en"' in page
    client.post("/web/choices/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()


def test_everybody_reads_in_the_size_they_chose_and_finds_the_other_public_pages(
    client: Client, db: None
) -> None:
    client.post("/web/choices/", {"text": "largest", "language": "en"})
    page = client.get("/phan-anh/").content.decode()
    assert 'data-text="largest"' in page
    assert '<a href="/phan-anh/" aria-current="page">Reports</a>' in page
    assert 'href="/canh-bao/"' in page


@pytest.mark.parametrize(
    "following", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_a_choice_never_leads_elsewhere(client: Client, following: str) -> None:
    assert client.post("/web/choices/", {"theme": "dark", "next": following})["Location"] == "/"


def test_an_unknown_choice_is_not_kept(client: Client) -> None:
    assert not client.post("/web/choices/", {"theme": "<script>"}).cookies


def test_an_unknown_page_says_so_in_both_languages(db: None, client: Client) -> None:
    assert "Trang này không tồn tại" in client.get("/khong-co/").content.decode()
    client.post("/web/choices/", {"language": "en"})
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "This page does not exist" in answer.content.decode()


def test_the_page_allows_no_script_of_others(client_of: Callable[[Any], Client], cast: Cast) -> None:
    answer = client_of(cast.minh).get("/entities/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe-eval" not in policy
    body = answer.content.decode()
    assert body.count("<script") == 2, "the module, and the words as data"
    assert 'id="frame-words" type="application/json"' in body


def test_a_public_page_brings_its_style_and_no_other_may_stand_in_it(db: None, client: Client) -> None:
    answer = client.get("/phan-anh/moi/")
    styles = re.findall("<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    known = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in styles]
    (allowed,) = re.findall("style-src ([^;]*)", answer["Content-Security-Policy"])
    assert [len(one) > 1000 for one in styles] == [True]
    assert allowed.split() == ["'self'", *(f"'sha256-{one}'" for one in known)]


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_so_and_no_fault_of_ours(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection")

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)
    client.cookies["sessionid"] = "x" * 32
    answer = client.get("/")
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu đang ngừng" in answer.content.decode()
