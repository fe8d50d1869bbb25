"""The one declared list of settings: name, type, default, secret, description in vi and en.

Django's settings, `.env.example`, the reference page and validation come from it. Every variable may be given
as `DOTHI_X`; a secret also as `DOTHI_X_FILE` (the path of a file that holds it).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dothi.kernel.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting; `kind` is one of str, int, bool, path, list."""

    name: str
    kind: str
    default: Any
    vi: str
    en: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return f"DOTHI_{self.name}"


DECLARED = (
    Setting("DATA", "path", "var", "Thư mục dữ liệu", "Data folder"),
    Setting("PORT", "int", 8000, "Cổng của màn hình và API", "Port of screens and APIs"),
    Setting("BIND", "str", "127.0.0.1", "Địa chỉ lắng nghe", "Address to listen on"),
    Setting(
        "MQTT_PORT",
        "int",
        1883,
        "Cổng MQTT (chọn cổng trống khi đã bị chiếm)",
        "MQTT port (a free one is chosen when taken)",
    ),
    Setting(
        "DATABASE_URL",
        "str",
        "",
        "Máy chủ PostgreSQL; trống: dùng máy chủ nhúng",
        "PostgreSQL server; empty: the embedded one",
        secret=True,
    ),
    Setting(
        "NATS_URL",
        "str",
        "",
        "Máy chủ NATS; trống: dùng máy chủ nhúng",
        "NATS server; empty: the embedded one",
        secret=True,
    ),
    Setting(
        "SECRET_KEY",
        "str",
        "",
        "Khóa ký phiên và vé luồng; trống: tự tạo trong thư mục dữ liệu",
        "Key that signs sessions and stream tickets; empty: made in the data folder",
        secret=True,
    ),
    Setting(
        "SOURCES_KEY",
        "list",
        [],
        "Khóa mã hóa mật khẩu, mã truy cập của các nguồn dữ liệu; khóa đầu dùng để mã hóa, mọi khóa dùng để giải mã; "
        "trống: suy ra từ SECRET_KEY",
        "Keys that encrypt the passwords and tokens of data sources; the first encrypts, all decrypt; empty: derived from SECRET_KEY",
        secret=True,
    ),
    Setting(
        "ALLOWED_HOSTS",
        "list",
        ["127.0.0.1", "localhost", "[::1]"],
        "Tên máy được phép",
        "Host names that are answered",
    ),
    Setting("LANGUAGE", "str", "vi", "Ngôn ngữ mặc định: vi hoặc en", "Default language: vi or en"),
    Setting(
        "DEMO",
        "bool",
        False,
        "Chế độ trình diễn: xác thực hai lớp không bắt buộc",
        "Demo mode: second factor is optional",
    ),
    Setting(
        "DEBUG", "bool", False, "Chế độ gỡ lỗi, không dùng khi vận hành", "Debug mode, never in operation"
    ),
    Setting(
        "MAX_CLOCK_AHEAD_S",
        "int",
        300,
        "Đồng hồ của thiết bị được phép chạy nhanh nhất (giây)",
        "How far a device's clock may run ahead (seconds)",
    ),
    Setting("MAX_BODY_MB", "int", 20, "Cỡ lớn nhất của một yêu cầu (MB)", "Largest request body (MB)"),
    Setting(
        "BODIES_MB",
        "int",
        200,
        "Tổng dung lượng các yêu cầu được đọc cùng lúc trong một tiến trình (MB)",
        "Request bodies being read at once in one process, together (MB)",
    ),
    Setting(
        "BODY_SECONDS",
        "int",
        60,
        "Thời gian lâu nhất để gửi xong một yêu cầu (giây)",
        "How long sending one request body may take (seconds)",
    ),
    Setting(
        "TEMPORAL_MAX",
        "int",
        10_000,
        "Số giá trị nhiều nhất của một thuộc tính trong một trả lời về lịch sử; cả trả lời nhiều nhất 50.000",
        "Most values of one attribute in one answer of history; 50,000 in the whole answer",
    ),
    Setting(
        "CONTEXT_HOSTS",
        "list",
        [],
        "Tên máy được phép tải @context (địa chỉ nội bộ phải nêu thêm chính địa chỉ đó)",
        "Hosts that an @context may be fetched from (for a private address name the address too)",
    ),
    Setting(
        "DEAD_LETTERS",
        "int",
        20_000,
        "Số bản tin không lưu được giữ lại nhiều nhất (mới nhất)",
        "How many messages that could not be stored are kept at most (the newest)",
    ),
    Setting(
        "EGRESS_ALLOW",
        "list",
        [],
        "Máy, địa chỉ hoặc dải mạng nội bộ được phép gửi thông báo tới (mặc định chỉ địa chỉ công cộng)",
        "Private hosts, addresses or networks that notifications may be sent to (by default public addresses only)",
    ),
    Setting(
        "EGRESS_CA",
        "str",
        "",
        "Tệp chứng thư (PEM) của các tổ chức chứng thực nội bộ được tin thêm khi gửi ra bằng HTTPS và MQTTS",
        "File of certificates (PEM) of private authorities that are trusted besides when sending by HTTPS and MQTTS",
    ),
    Setting(
        "NOTIFY_HOURS",
        "int",
        24,
        "Số giờ thử gửi lại một thông báo trước khi để riêng",
        "For how many hours a notification is tried again before it is set aside",
    ),
    Setting(
        "NOTIFY_WAITING",
        "int",
        10_000,
        "Số thông báo nhiều nhất chờ gửi của một đăng ký; đầy thì không xếp thêm cho tới khi gửi được",
        "The most notifications of one subscription that may wait; more are not queued until some are sent",
    ),
    Setting(
        "SUBSCRIPTIONS",
        "int",
        1_000,
        "Số đăng ký nhận tin nhiều nhất của một khóa",
        "The most subscriptions of one key",
    ),
    Setting(
        "ROADS",
        "str",
        "",
        "Thư mục có valhalla.json và các mảnh đường bộ (OSM) để tính thời gian đi; trống: ước tính theo đường chim bay",
        "Folder with valhalla.json and tiles of roads (OSM) for travel times; empty: estimated by the straight line",
    ),
    Setting(
        "HANG_S",
        "int",
        30,
        "Tiến trình không trả lời quá số giây này được khởi động lại",
        "A process that does not answer for so many seconds is started again",
    ),
    Setting(
        "HTTPS",
        "bool",
        False,
        "Người dùng vào qua HTTPS (máy chủ trung gian đặt X-Forwarded-Proto và X-Forwarded-For)",
        "People come by HTTPS (a proxy sets X-Forwarded-Proto and X-Forwarded-For)",
    ),
    Setting(
        "PUBLIC_URL",
        "str",
        "",
        "Địa chỉ mà người dân vào được, ghi vào cảnh báo gửi đi (https://canhbao.vi-du.gov.vn); trống: không ghi",
        "Address by which the public reaches this system, written into warnings (https://alerts.example.gov.vn); empty: not written",
    ),
    Setting(
        "CAP_SENDER",
        "str",
        "",
        "Người gửi trong cảnh báo CAP, duy nhất trên thế giới (ioc@vi-du.gov.vn); trống: địa chỉ dưới .invalid",
        "Sender of CAP warnings, unique in the world (ioc@example.gov.vn); empty: an address under .invalid",
    ),
    Setting(
        "ASTERISK_URL",
        "str",
        "",
        "Giao diện quản trị của tổng đài Asterisk: ami://người-dùng:mật-khẩu@máy:5038 (amis:// qua TLS); trống: không kết nối",
        "Manager interface of an Asterisk exchange: ami://user:password@host:5038 (amis:// by TLS); empty: none",
        secret=True,
    ),
    Setting(
        "ASTERISK_INBOUND",
        "list",
        ["from-trunk", "from-pstn", "from-external"],
        "Cuộc gọi từ ngoài vào của Asterisk: tên context, hoặc phần đầu tên kênh (có dấu /, ví dụ PJSIP/vnpt)",
        "What is a call from outside at the Asterisk: contexts, or beginnings of channels (with a slash: PJSIP/vnpt)",
    ),
    Setting(
        "DURABLE",
        "bool",
        True,
        "Ghi đĩa trước khi xác nhận, cả khi mất điện",
        "Sync to disk before acknowledging, power loss included",
    ),
)

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def read(name: str, environ: Mapping[str, str] | None = None) -> Any:
    """The value of a declared setting, typed. Raises ConfigurationError that names the variable."""
    setting = _by_name()[name]
    raw = _raw(setting, os.environ if environ is None else environ)
    if raw is None:
        return Path(setting.default) if setting.kind == "path" else setting.default
    return _typed(setting, raw)


@cache
def _by_name() -> dict[str, Setting]:
    return {setting.name: setting for setting in DECLARED}


def _raw(setting: Setting, environ: Mapping[str, str]) -> str | None:
    raw = environ.get(setting.variable)
    path = environ.get(f"{setting.variable}_FILE") if setting.secret else None
    if raw is None and path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigurationError(
                "setting-file-unreadable", variable=f"{setting.variable}_FILE", path=path
            ) from error
    return raw


def _typed(setting: Setting, raw: str) -> Any:
    if setting.kind == "int":
        if not raw.strip().lstrip("-").isdigit():
            raise ConfigurationError("setting-not-a-number", variable=setting.variable, value=raw)
        return int(raw)
    if setting.kind == "bool":
        if raw.lower() not in _TRUE | _FALSE:
            raise ConfigurationError("setting-not-yes-or-no", variable=setting.variable, value=raw)
        return raw.lower() in _TRUE
    if setting.kind == "path":
        return Path(raw)
    if setting.kind == "list":
        return [part.strip() for part in raw.split(",") if part.strip()]
    return raw


def data_folder() -> Path:
    """The data folder, absolute."""
    folder: Path = read("DATA")
    return folder.resolve()
