"""How every process logs: one JSON object per line in files, readable lines on a terminal, never a secret."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_SECRET_NAMES = re.compile(
    r"password|passwd|secret|token|ticket|authorization|cookie|api_?key|credential|seed", re.IGNORECASE
)
_IN_ADDRESS = re.compile(r"(\w+://[^:/@\s]+:)[^@/\s]+@")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+")
_TICKET = re.compile(r"(?i)([?&](?:ticket|token|key)=)[^&\s\"]+")
# a part of a path that gives a right to who knows it (a caller's link, the door of receipts): long, of small and capital letters
_IN_PATH = re.compile(r"(?<=/)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}(?=[/?'\"\s]|$)", re.ASCII)
_ASKED = re.compile(r"\?[^'\"\s]*")
HIDDEN = "•••"


def configure(process: str) -> None:
    """Sends everything that is logged, by whichever library, to stderr in one form; `process` names the writer."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _naming(process),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter], logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )  # fmt: skip
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in ("_granian", "granian.access", "django", "django.server", "procrastinate"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for noisy in ("httpx", "httpcore", "asyncio", "psycopg.pool"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _naming(process: str) -> Processor:
    def name(_logger: Any, _method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return name


def hide_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Passwords in addresses, bearer keys, tickets, links that are a right, every value whose name says that it is secret; and what
    people looked for: names and numbers stand in the addresses of lists."""
    return {name: value if name.startswith("_") else _hidden(name, value) for name, value in event.items()}


def _hidden(name: str, value: Any) -> Any:
    if _SECRET_NAMES.search(name):
        return HIDDEN
    if isinstance(value, str):
        told = _BEARER.sub(rf"\1 {HIDDEN}", _IN_ADDRESS.sub(rf"\1{HIDDEN}@", value))
        return _IN_PATH.sub(HIDDEN, _TICKET.sub(rf"\1{HIDDEN}", told))
    if isinstance(value, dict):
        return {inner: _hidden(str(inner), content) for inner, content in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(name, one) for one in value]
    if value is None or isinstance(value, int | float):
        return value
    return _hidden(name, _ASKED.sub("", repr(value)))  # a request among them: its whole address
