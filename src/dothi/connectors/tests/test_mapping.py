"""A mapping says what it means or is refused before the first row, with file, line or key, and remedy."""

from __future__ import annotations

import re

import pytest

from dothi.connectors.files.errors import MappingError
from dothi.connectors.files.mapping import load, parse
from dothi.connectors.files.units import conversion
from dothi.kernel.i18n import message_of

from .conftest import MAPPINGS

GOOD = """
[entity]
type = "AirQualityObserved"
id = "s-{station}"
[time]
column = "when"
format = "%d/%m/%Y %H:%M"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "PM2.5"
name = "pm25"
unit = "GQ"
"""


def test_the_committed_mappings_are_read() -> None:
    healthy = load(MAPPINGS / "hcmc_healthyair.toml")
    assert healthy.id_columns == ("Station_No",)
    assert [one.name for one in healthy.attributes][:2] == ["pm25", "o3"]
    assert load(MAPPINGS / "hanoi_us_embassy.toml").quality.valid == {"Valid"}


def test_parts_per_billion_become_micrograms_by_the_factor_of_the_gas() -> None:
    mapping = parse(
        GOOD.replace('name = "pm25"\nunit = "GQ"', 'name = "no2"\nunit = "GQ"\nfrom = "ppb"'), file="m.toml"
    )
    assert mapping.attributes[0].factor == 1.9


@pytest.mark.parametrize(
    ("change", "reason", "where"),
    [
        (('type = "AirQualityObserved"', 'type = "Air Quality"'), "mapping-bad-name", "3: entity.type"),
        (('zone = "Asia/Ho_Chi_Minh"', 'zone = "Asia/Saigon2"'), "mapping-unknown-zone", "8: time.zone"),
        (('format = "%d/%m/%Y %H:%M"', 'format = "dd/mm/yyyy"'), "mapping-bad-time-format", "7: time.format"),
        (('column = "when"', 'kolumn = "when"'), "mapping-unknown-key", "6: time.kolumn"),
        (('unit = "GQ"', 'unit = "GQ"\nfrom = "ppb"'), "mapping-unknown-unit", "13: attribute[1].from"),
        (('unit = "GQ"', ""), "mapping-missing-key", "attribute[1].unit"),
        (("[entity]", "[entity"), "mapping-not-toml", "2"),
        (("[entity]", "x = " + "[" * 5000), "mapping-not-toml", "-"),
        (("[time]", "[extra]\na = 1\n[time]"), "mapping-unknown-key", "5: extra"),
        (
            ("[time]", '[stations]\nfile = "../secret"\nkey="a"\nlon="b"\nlat="c"\n[time]'),
            "mapping-path-not-allowed",
            "6: stations.file",
        ),
        (("[time]", "[file]\nheader = 0\n[time]"), "mapping-unknown-value", "6: file.header"),
        (("[time]", "[location]\nlon = 200\nlat = 10\n[time]"), "mapping-bad-location", "5: location"),
        (('column = "when"', "start = 2026-01-01T00:00:00"), "mapping-one-of-two", "6: time.start"),
        (
            ('column = "when"\nformat = "%d/%m/%Y %H:%M"', 'start = "2026-01-01"'),
            "mapping-bad-start",
            "6: time.start",
        ),
        (
            (
                'column = "when"\nformat = "%d/%m/%Y %H:%M"',
                'start = 2026-01-01T00:00:00\nstep = "5 minutes"',
            ),
            "mapping-unknown-value",
            "7: time.step",
        ),
        (("[time]", "[file]\nwide = 1\n[time]"), "mapping-not-a-table", "6: file.wide"),
        (("[time]", "[file.wide]\nexcept = []\n[time]"), "mapping-not-texts", "file.wide"),
        (
            ('unit = "GQ"', 'unit = "GQ"\nmissing = [nan]'),
            "mapping-unknown-value",
            "13: attribute[1].missing",
        ),
        (
            ('unit = "GQ"', 'kind = "text"\nwords = { on = 1 }'),
            "mapping-unknown-value",
            "13: attribute[1].words",
        ),
        (('unit = "GQ"', 'kind = "link"\nto = "Road"'), "mapping-unknown-value", "13: attribute[1].to"),
        (
            ("[time]", "[[entity.value]]\nname = 'a'\n[time]"),
            "mapping-unknown-value",
            "entity.value[1].value",
        ),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_place(change: tuple[str, str], reason: str, where: str) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(MappingError) as caught:
        parse(text, file="bad.toml")
    assert caught.value.code == reason
    assert caught.value.fields["where"] == where
    for language in ("vi", "en"):
        said = message_of(caught.value, language)
        assert "bad.toml" in said
        assert not re.search(r"error-|{ ?\$", said)


def test_one_attribute_from_two_columns_is_refused() -> None:
    twice = GOOD + '[[attribute]]\ncolumn = "PM25"\nname = "pm25"\nunit = "GQ"\n'
    with pytest.raises(MappingError, match="mapping-twice"):
        parse(twice, file="m.toml")


@pytest.mark.parametrize(
    ("source", "target", "told", "stored"),
    [
        ("P1", "C62", 85.0, 0.85),
        ("LTR", "MTQ", 68321.0, 68.321),
        ("E32", "MQH", 54.0, 0.054),
        ("HM", "KMH", 62.5, 100.584),
    ],
    ids=["per cent", "litres", "litres per hour", "miles per hour"],
)
def test_what_meters_and_containers_write_is_converted(
    source: str, target: str, told: float, stored: float
) -> None:
    factor, offset = conversion("any", source, target) or (0.0, 0.0)
    assert told * factor + offset == pytest.approx(stored)
