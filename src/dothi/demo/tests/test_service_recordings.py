"""Real meters, containers and months through the whole line by the packs' own mappings: every row is accounted for, and the alarms are
those that a hand counts from the file."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from django.db import connection

from dothi.packs.actions import load_pack
from dothi.packs.folder import SHIPPED
from dothi.rules import engine
from dothi.rules.alarms.models import Occurrence

from .recordings import import_by, mapping_text, read

METERS = "daiad_swm_water_hourly_trialA.csv.gz"
REPLACED = (
    "1de2cf65-092d-4791-9257-374470bdb3c3"  # its readings fall by 12.3 and 3.1 m³ on one day of September
)
BURST = "3bff485c-2e8b-4501-b931-8a67f61ffbf7"  # 28 hours above 500 l
LIMIT, OVER = 0.5, 0.2  # m³/h


def cut(source: Path, target: Path, wanted: str, most: int = 100_000) -> list[list[str]]:
    """The lines of a recording in which a text stands, with the heading."""
    with gzip.open(source, "rt", encoding="utf-8") as file:
        head, *lines = [line for number, line in enumerate(file) if not number or wanted in line]
    target.write_text(head + "".join(lines[:most]), encoding="utf-8")
    return list(csv.reader(lines[:most], delimiter=";" if ";" in head else ","))


def raised(rule: str, urn: str) -> int:
    return Occurrence.objects.filter(alarm__rule_code=rule, alarm__entity_urn=urn).count()


def bursts_by_hand(flows: list[float]) -> int:
    found, active = 0, False
    for flow in flows:
        begins = not active and flow > LIMIT
        active = flow > LIMIT or (active and flow > OVER)
        found += begins
    return found


@pytest.mark.shared
def test_a_replaced_meter_and_the_bursts_of_a_house_are_found(
    stored: None, tmp_path: Path, shared_data: Path
) -> None:
    source = shared_data / "utilities" / METERS
    load_pack(SHIPPED / "urban-services", by=None)
    engine.catch_up()  # the reader begins here
    days = cut(source, tmp_path / "replaced.csv", f"{REPLACED};30/09/2016")
    row = import_by(mapping_text("urban-services", "water_meter_hourly_csv.toml"), tmp_path / "replaced.csv")
    assert row.rows == len(days)
    lines = cut(source, tmp_path / "burst.csv", BURST)
    import_by(mapping_text("urban-services", "water_meter_hourly_csv.toml"), tmp_path / "burst.csv")
    engine.catch_up()
    assert raised("water-meter-back", f"urn:ngsi-ld:WaterConsumptionObserved:{REPLACED}") == 1
    flows = [float(line[3]) / 1000 for line in lines if float(line[3]) >= 0]
    assert sum(flow > LIMIT for flow in flows) == 28
    assert raised("water-meter-burst", f"urn:ngsi-ld:WaterConsumptionObserved:{BURST}") == bursts_by_hand(
        flows
    )
    assert raised("water-meter-back", f"urn:ngsi-ld:WaterConsumptionObserved:{BURST}") == 0


@pytest.mark.shared
def test_the_wettest_months_of_hue_are_found(stored: None, tmp_path: Path, shared_data: Path) -> None:
    source = shared_data / "hydro" / "vn_imhen_monthly_climate_1961_2017.csv.gz"
    load_pack(SHIPPED / "disaster", by=None)
    engine.catch_up()
    lines = cut(source, tmp_path / "months.csv", ",Hue,")
    row = import_by(
        mapping_text("disaster", "climate_month_csv.toml"), tmp_path / "months.csv", shared_data / "hydro"
    )
    assert row.stored == row.rows == len(lines)
    engine.catch_up()
    wet = [line[6] != "" and float(line[6]) >= 1000 for line in lines]
    begun = sum(now and not before for before, now in zip([False, *wet], wet, strict=False))
    assert raised("month-very-wet", "urn:ngsi-ld:ClimateMonth:hue") == begun == 19
    with connection.cursor() as cursor:
        cursor.execute("select lon, lat from entities_entity where urn = 'urn:ngsi-ld:ClimateMonth:hue'")
        lon, lat = cursor.fetchone()
    assert (round(lon, 1), round(lat, 1)) == (107.7, 16.4)


@pytest.mark.shared
@pytest.mark.slow
def test_whole_recordings_are_read_row_by_row(shared_data: Path) -> None:
    months = read(
        "disaster",
        "climate_month_csv.toml",
        shared_data / "hydro" / "vn_imhen_monthly_climate_1961_2017.csv.gz",
    )
    bins = read(
        "urban-services",
        "bin_collections_csv.toml",
        shared_data / "parking_waste" / "edinburgh_bin_sensors_2016.csv.gz",
    )
    assert (months.rows, months.stored, months.refused, months.empty) == (37_848, 37_800, 0, 48)
    assert months.values_refused == 36  # more hours of sun than a month can have
    assert (bins.rows, bins.stored) == (10_000, 10_000)
