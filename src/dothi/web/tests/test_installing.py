"""The public pages on a phone's home screen: their name in both languages, icons that exist, the script for the time without network."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from dothi.web import assets

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "short"), [("vi", "Phản ánh"), ("en", "Reports")])
def test_the_app_is_named_in_the_readers_language_and_its_shortcuts_open(language: str, short: str) -> None:
    browser = Client(headers={"Accept-Language": language})
    told = browser.get("/ung-dung.webmanifest").json()
    assert (told["lang"], told["short_name"], told["display"], told["scope"]) == (
        language,
        short,
        "standalone",
        "/",
    )
    for address in (told["start_url"], *(one["url"] for one in told["shortcuts"])):
        assert browser.get(address).status_code == 200, address


def test_every_icon_is_a_picture_of_the_size_it_names() -> None:
    if not assets.DIST.is_dir():
        pytest.skip("the web part is not built")
    icons = Client().get("/ung-dung.webmanifest").json()["icons"]
    assert {(one["sizes"], one["purpose"]) for one in icons} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for one in icons:
        found = finders.find(one["src"].removeprefix("/static/"))
        assert found is not None, one
        with Image.open(Path(str(found))) as picture:
            assert f"{picture.width}x{picture.height}" == one["sizes"]


def test_without_network_a_page_says_what_still_works() -> None:
    browser = Client(headers={"Accept-Language": "vi"})
    script = browser.get("/ngoai-mang/sw.js")
    assert (script["Service-Worker-Allowed"], script["Content-Type"]) == (
        "/",
        "text/javascript; charset=utf-8",
    )
    assert '"/ngoai-mang/"' in script.text
    page = browser.get("/ngoai-mang/").text
    assert "tel:114" in page and 'href="/phan-anh/moi/"' in page


def test_a_link_in_a_language_does_not_outlive_the_choice_of_another() -> None:
    answer = Client().post("/web/choices/", {"language": "vi", "next": "/canh-bao/?lang=en&x=1"})
    assert answer["Location"] == "/canh-bao/?x=1"
