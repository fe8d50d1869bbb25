"""Forms that citizens send about their own reports, and those they follow: nobody signs in for them."""

from __future__ import annotations

import io

from PIL import Image

from dothi.kernel import clock
from dothi.reports import actions, photos
from dothi.reports.identity import requests, vault
from dothi.reports.identity.sessions import Holder
from dothi.reports.models import Report

from .city import City
from .form import Case
from .forms_reports import _received


def _released(city: City) -> Report:
    report = _received(city).report
    return actions.release(report, text="Vỡ ống nước", photos=[], by=city.cast.minh)


class _Released:
    """A report that everybody reads, made once."""

    def __init__(self) -> None:
        self.made = ""

    def path(self, city: City) -> str:
        self.made = self.made or f"/phan-anh/{_released(city).code}/theo-doi/"
        return self.made


class _Followed:
    """The link below a message to somebody who follows."""

    def __init__(self) -> None:
        self.made = ""

    def path(self, city: City) -> str:
        if not self.made:
            report = _released(city)
            vault.follow(report, "sms", "0903000444", "vi", clock.now())
            self.made = next(one.unfollow for one in vault.addresses_of(report) if not one.is_reporter)
        return self.made


def _photographed(city: City) -> str:
    report = _received(city).report
    body = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(body, "JPEG")
    report.photos.create(
        number=1, sha256=photos.keep(body.getvalue()), size=1, recorded_at=report.received_at
    )
    return f"/reports/{report.code}/photos/1/hide/"


def _asked_erasure(city: City) -> str:
    _received(city)
    request = requests.ask(Holder("sms", "0903000111", 0), "erasure")
    return f"/reports/data-requests/{request.pk}/"


# the report that a case makes brings its reporter along: one follower more
CASES: dict[str, Case] = {
    "report-code": Case("hoa", lambda c: "/phan-anh/xac-nhan/", lambda c: {"address": "0903000222"}, {"reports_code": 1, "notify_message": 1}),
    "report-code-answer": Case("hoa", lambda c: "/phan-anh/xac-nhan/ma/", lambda c: {"code": "1"}, {"reports_code": 0}),
    "report-follow": Case("hoa", _Released().path, lambda c: {"address": "0903000333"}, {"reports_code": 1, "reports_follower": 1}),
    "report-unfollow": Case("hoa", _Followed().path, lambda c: {}, {"reports_follower": 1}),
    "report-photo-hide": Case("minh", _photographed, lambda c: {"boxes": "0 0 100 100"}, {"reports_line": 2}),
    "report-data-decide": Case("minh", _asked_erasure, lambda c: {"do": "fulfil"}, {"reports_data_request": 1}),
    "report-code-leave": Case("hoa", lambda c: "/phan-anh/thoat/", lambda c: {}, {"reports_code": 0}),
}  # fmt: skip
