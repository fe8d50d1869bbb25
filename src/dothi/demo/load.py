"""Loads the demo city step by step; every step finds out for itself what is there already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from dothi.demo import card as cards
from dothi.demo import history, lists, mark, people
from dothi.demo.around import load_works
from dothi.demo.cameras_load import load_cameras
from dothi.demo.channels import load_channels
from dothi.demo.city import City, demo_city
from dothi.demo.desk.book import open_book
from dothi.demo.desk.load import load_desk
from dothi.demo.dossiers import load_dossiers
from dothi.demo.duty import load_duty
from dothi.demo.given import load_tasks
from dothi.demo.reports import load_reports
from dothi.demo.surveys import load_surveys
from dothi.packs.actions import find_folder, load_pack
from dothi.reports.insight.computing import compute as compute_insight
from dothi.territory import actions as territory
from dothi.territory.models import Unit, UnitGroup
from dothi.territory.queries import get_unit

AREAS_OF = dt.date(2026, 4, 30)  # the day that files of areas are taken to speak of
Say = Callable[[str, float], None]  # step, share of it that is done


def load(files: Sequence[Path], *, say: Say) -> None:
    """Everything the demo city needs. Repeating changes nothing; `files` are exact areas to put in place of approximate ones."""
    city, card = demo_city(), cards.read()
    _territory(city, files, say)
    say("people", 0)
    people.load_agencies(city)
    lists.give_owners(city)
    people.load_people(city, card)
    people.load_keys(city, card)
    cards.write(card)
    say("people", 1)
    _packs(city, say)
    history.open_readers()
    fresh = history.load_history(city, progress=lambda done, of: say("history", done / of))
    say("history", 1)
    if fresh or mark.begun_history():
        say("rules", 0)
        history.load_consequences()
        say("rules", 1)
    mark.end_history()
    load_channels(city)
    load_desk(city)
    load_tasks()
    load_reports()
    load_surveys()
    compute_insight()
    load_works()
    load_dossiers()
    load_duty(city)
    open_book(city)
    load_cameras()
    mark.set_mark(city, files)


def _territory(city: City, files: Sequence[Path], say: Say) -> None:
    say("territory", 0)
    if not Unit.objects.filter(code=city.province, level=1).exists():
        territory.derive(city.province, by=None)
    if files:
        territory.import_files(list(files), by=None, on=AREAS_OF, province=city.province, mend=True)
    _open_group(city)
    say("territory", 1)


def _open_group(city: City) -> None:
    """The city as a group of units: the area of those who work for it."""
    if UnitGroup.objects.filter(code=city.code).exists():
        return
    ids = [get_unit(code, city.since).pk for code in city.units]
    territory.form_group(
        city.code, name_vi=city.names["vi"], name_en=city.names["en"], unit_ids=ids, valid_from=city.since, by=None
    )  # fmt: skip


def _packs(city: City, say: Say) -> None:
    say("pack", 0)
    for done, pack in enumerate(city.packs, 1):
        load_pack(find_folder(pack), by=None)
        say("pack", done / len(city.packs))
