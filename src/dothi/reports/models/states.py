"""How a report stands, by which way it came, and by which clock it runs: the words that are stored."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """Stored form of `workflow.State`."""

    NEW = "new"
    GIVEN = "given"
    WORKING = "working"
    ASKING = "asking"
    ANSWERED = "answered"
    DONE = "done"
    CLOSED = "closed"
    REFUSED = "refused"
    MERGED = "merged"


class Door(models.TextChoices):
    """By which way it came: the answer goes back by it."""

    WEB = "web"
    PLATE = "plate"  # the web form, its place told by a QR plate
    PHONE = "phone"  # 1022: an officer typed what a caller said
    EMAIL = "email"
    OPEN311 = "open311"
    IMPORT = "import"


class Process(models.TextChoices):
    TIMED = "timed"  # with a deadline in working time
    AT_ONCE = "at-once"  # xử lý ngay: hours that run day and night
