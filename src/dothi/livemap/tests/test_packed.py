"""What a map loads goes over the line packed: a phone in the field has a slow one."""

import gzip
import json

import pytest

pytestmark = pytest.mark.django_db


def test_names_of_places_come_packed_to_who_takes_it_so(cast, client_of):
    browser = client_of(cast.minh)
    packed = browser.get("/map/places.json", headers={"Accept-Encoding": "gzip"})
    plain = browser.get("/map/places.json")
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert json.loads(gzip.decompress(packed.content)) == plain.json()
    assert len(packed.content) * 3 < len(plain.content)
