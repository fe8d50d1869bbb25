"""The ten state codes that systems exchange with the national portal, as dated rows that a city may change or add to."""

from __future__ import annotations

import datetime as dt

from dothi.kernel.dated import Certainty
from dothi.publicservices.models import Family, StateCode

SOURCE = "Mã trạng thái khi đồng bộ với Cổng Dịch vụ công quốc gia, thấy giống nhau ở nhiều hệ thống; không có trong văn bản đã đọc"
SINCE = dt.date(2020, 1, 1)  # dossiers of former years are mirrored, too
OPEN = (
    Family.WAITING,
    Family.RECEIVED,
    Family.HANDLING,
    Family.SUPPLEMENT,
    Family.PAYMENT,
)  # somebody still has to act
BROKEN_OFF = (Family.REFUSED, Family.WITHDRAWN, Family.STOPPED)
FINISHED = (Family.DONE, Family.RETURNED)
# how far a dossier is: one that is told to be less far than before went back. Handling, papers and payment come in any order.
FAR = {
    Family.WAITING: 0, Family.RECEIVED: 1, Family.HANDLING: 2, Family.SUPPLEMENT: 2, Family.PAYMENT: 2, Family.REFUSED: 3,
    Family.WITHDRAWN: 3, Family.STOPPED: 3, Family.DONE: 4, Family.RETURNED: 5,
}  # fmt: skip
TEN = (
    ("1", Family.WAITING, "Mới đăng ký", "Submitted, waiting"),
    ("2", Family.RECEIVED, "Được tiếp nhận", "Received"),
    ("3", Family.REFUSED, "Không được tiếp nhận", "Refused"),
    ("4", Family.HANDLING, "Đang xử lý", "In handling"),
    ("5", Family.SUPPLEMENT, "Yêu cầu bổ sung giấy tờ", "More papers asked"),
    ("6", Family.PAYMENT, "Yêu cầu thực hiện nghĩa vụ tài chính", "Payment asked"),
    ("7", Family.WITHDRAWN, "Công dân yêu cầu rút hồ sơ", "Withdrawn by the citizen"),
    ("8", Family.STOPPED, "Dừng xử lý", "Stopped"),
    ("9", Family.DONE, "Đã xử lý xong", "Handled, result ready"),
    ("10", Family.RETURNED, "Đã trả kết quả", "Result returned"),
)


def ensure_states() -> None:
    """Adds those that are missing; what a city decided stays (idempotent)."""
    StateCode.ensure(
        {
            "code": code, "family": family, "name_vi": vi, "name_en": en, "position": position, "valid_from": SINCE,
            "source": SOURCE, "certainty": Certainty.SECONDARY,
        }
        for position, (code, family, vi, en) in enumerate(TEN)
    )  # fmt: skip
