"""Letters for tests, as mail programs write them."""

from __future__ import annotations

import io
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from PIL import Image

from dothi.kernel import clock
from dothi.reports.email import letters
from dothi.reports.email.models import Mailbox
from dothi.reports.email.taking import Came
from dothi.reports.tests.course import WASTE

BA = "ba@example.org"
SAID = "Rác chất đống trước nhà số 12 đã ba ngày, bốc mùi."


def letter(
    text: str = SAID, *, subject: str = "Rác không ai thu", sender: str = f"Nguyễn Văn Ba <{BA}>", key: str = "m-1", html: str = "",
    **heads: str,
) -> EmailMessage:  # fmt: skip
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "phananh@city.example"
    made["Subject"] = subject
    made["Message-ID"] = f"<{key}@mail.example.org>"
    made["Date"] = format_datetime(clock.now())
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def jpeg(width: int = 640, colour: str = "green", noise: bool = True) -> bytes:
    out = io.BytesIO()
    picture = (
        Image.effect_noise((width, width), 90).convert("RGB")
        if noise
        else Image.new("RGB", (width, width), colour)
    )
    exif = Image.Exif()
    exif[0x0110] = "a telephone"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def with_file(made: EmailMessage, name: str, body: bytes, kind: str = "image/jpeg") -> EmailMessage:
    main, _, sub = kind.partition("/")
    made.add_attachment(body, maintype=main, subtype=sub, filename=name)
    return made


def came(made: EmailMessage | bytes, uid: int = 1) -> Came:
    raw = made if isinstance(made, bytes) else made.as_bytes()
    return Came(letters.read(raw), uid, clock.now())


def mailbox(agency: Any, code: str = "phan-anh", **columns: Any) -> Mailbox:
    told = {
        "name": "Phản ánh", "address": "phananh@city.example", "host": "127.0.0.1", "username": "phananh", "password": "",
        "category": WASTE, "since": clock.now().replace(year=2020), "changed_at": clock.now(), **columns,
    }  # fmt: skip
    return Mailbox.objects.create(code=code, agency=agency, **told)
