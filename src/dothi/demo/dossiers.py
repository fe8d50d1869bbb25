"""One-stop dossiers of the demo city – simulated, and marked as such: a file as a one-stop system would hand it in, read by the mirror itself.

Ahead of the day on which the demo is loaded there is nothing; repeating adds nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from dothi.kernel import clock
from dothi.kernel.calendar import Calendar, in_force
from dothi.kernel.sheets import csv_line
from dothi.publicservices.actions import describe_feed
from dothi.publicservices.cataloguing import load_agency_codes, load_procedures
from dothi.publicservices.mirroring import mapping
from dothi.publicservices.mirroring.files import import_file
from dothi.publicservices.models import FeedRun
from dothi.tasks.working_time import HOURS, after

FEED = "mot-cua-thanh-pho-mau"
DAYS = 75  # of the past
OFFICES = 5  # Y99.01 … in data/dossiers/agencies.csv
# procedure: how many of a hundred, its limit and fee, how many of a hundred come online
KINDS = (
    ("M.0001", 12, "days:1", 0, 70), ("M.0002", 18, "days:1", 8_000, 65), ("M.0003", 30, "hours:8", 20_000, 15), ("M.0004", 9, "days:3", 15_000, 60),
    ("M.0005", 8, "days:3", 100_000, 75), ("M.0006", 6, "days:15", 75_000, 30), ("M.0007", 12, "days:10", 50_000, 25), ("M.0008", 5, "days:10", 0, 0),
)  # fmt: skip
LATE = (0.03, 0.05, 0.09, 0.04, 0.12)  # the part of each office that ends after its date
Row = dict[str, object]


def load_dossiers() -> None:
    """The catalogue, the feed and its file, where they are missing."""
    if FeedRun.objects.filter(feed__code=FEED, ended_at__isnull=False).exists():
        return
    with as_file(files("dothi.demo") / "data" / "dossiers") as folder, TemporaryDirectory() as out:
        load_procedures(folder / "procedures.csv")
        load_agency_codes(folder / "agencies.csv")
        describe_feed(
            FEED, name_vi="Một cửa của thành phố mẫu (mô phỏng)", name_en="One-stop system of the sample city (simulated)",
            agency="trung-tam-dieu-hanh-vung-tau", origin="simulated", quiet_hours=24 * 366, by=None,
        )  # fmt: skip
        path = Path(out) / "ho-so-mot-cua-thanh-pho-mau.csv"
        rows = list(_rows(clock.now(), in_force()))
        path.write_text(
            "".join(csv_line(one) for one in (rows[0], *(row.values() for row in rows))),
            encoding="utf-8",
            newline="",
        )
        import_file(path, mapping.load(folder / "mapping.toml"), told=len(rows))


def _rows(now: dt.datetime, calendar: Calendar) -> Iterator[Row]:
    """What came in on every working day, as it stands now."""
    chance = Random("hồ sơ của thành phố mẫu")  # noqa: S311 - the same file each time
    today = now.astimezone(clock.VIETNAM).date()
    for back in range(DAYS, -1, -1):
        day = today - dt.timedelta(days=back)
        if not (spans := calendar.begun_on(HOURS, day)):
            continue
        for office in range(1, OFFICES + 1):
            for place in range(1, chance.randint(3, 8)):
                span = chance.choice(spans)
                received = span.begin + (span.end - span.begin) * chance.random()
                row = _row(
                    chance,
                    f"Y99.{office:02}",
                    received.replace(second=0, microsecond=0),
                    place,
                    now,
                    calendar,
                )
                if received < now:
                    yield row


def _row(
    chance: Random, office: str, received: dt.datetime, place: int, now: dt.datetime, calendar: Calendar
) -> Row:
    code, _, limit, fee, online = chance.choices(KINDS, [kind[1] for kind in KINDS])[0]
    promised = after(limit, received, calendar).at
    late = chance.random() < LATE[int(office[-2:]) - 1]
    handled = received + (promised - received) * (
        chance.uniform(1.05, 1.6) if late else chance.uniform(0.2, 0.97)
    )
    returned = handled + dt.timedelta(hours=chance.uniform(0.5, 60))
    asked = chance.random() < 0.04
    is_online = chance.random() * 100 < online
    papers = chance.randint(1, 5)
    if asked and handled > now:
        state = "5"
    else:
        state = "4" if handled > now else "10" if returned < now else "9"
    is_over = state in {"9", "10"}
    return {
        "ma_ho_so": f"{office}-{received.astimezone(clock.VIETNAM):%y%m%d}-{place:04}", "ma_thu_tuc": code, "ma_co_quan": office,
        "ngay_tiep_nhan": _said(received), "ngay_hen_tra": _said(promised), "ngay_xu_ly_xong": _said(handled) if is_over else "",
        "ngay_tra_ket_qua": _said(returned) if state == "10" else "", "ngay_yeu_cau_bo_sung": _said(received + (now - received) / 4) if state == "5" else "",
        "thoi_diem": _said(now), "trang_thai": state, "kenh": "online" if is_online else chance.choices(("direct", "post"), (95, 5))[0],
        "thanh_toan": "none" if not fee else "paid" if is_over or chance.random() < 0.7 else "asked",
        "tra_ket_qua": "delivered" if state == "10" else "waiting" if state == "9" else "none",
        "dong_bo": "failed" if chance.random() < 0.02 else "synced", "phi": fee,
        "tra_truc_tuyen": "" if not fee else "có" if is_online and chance.random() < 0.8 else "không",
        "ket_qua_dien_tu": "" if not is_over else "có" if chance.random() < 0.85 else "không",
        "giay_to_so_hoa": sum(chance.random() < 0.8 for _ in range(papers)), "giay_to": papers, "so_lan_bo_sung": 1 if state == "5" else 0,
        "dien_thoai": f"010{chance.randrange(10**7):07}",
    }  # fmt: skip


def _said(at: dt.datetime) -> str:
    return at.astimezone(clock.VIETNAM).strftime("%Y-%m-%dT%H:%M")
