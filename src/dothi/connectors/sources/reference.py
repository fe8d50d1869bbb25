"""Writes docs/reference/connectors.md: the kinds of sources, what each asks for, what is promised of it."""

from __future__ import annotations

import os
import sys

from dothi.connectors.sources import asking, quality
from dothi.connectors.sources.asking import Question
from dothi.connectors.sources.kinds import Kind, kinds
from dothi.kernel.i18n import t

_TYPES = {"text": "text", "whole": "whole number", "number": "number", "yes": "yes/no", "choice": "choice"}
_MARKS = {"done": "✓", "exempt": "–", "todo": "·"}


def page() -> str:
    """The whole page, in English with the Vietnamese names."""
    lines = [
        "# Kinds of sources · Các loại nguồn dữ liệu",
        "",
        "Made by `python -m dothi.connectors.sources.reference` from the declared settings and each kind's `quality.toml`; a test holds it.",
        "How to connect one: [connect a source](../how-to/connect-a-source.md). Secrets are kept encrypted (`DOTHI_SOURCES_KEY`) and never shown.",
        "Drivers of MariaDB (`pip install dothi[mariadb]`) and SQL Server (`pip install dothi[sqlserver]`) are extras.",
        "",
        "## Quality",
        "",
        f"✓ done · – exempt with a reason · · to do. Levels: {', '.join(t(f'connectors-level-{one}', 'en') for one in quality.LEVELS)}.",
        "",
    ]
    every = list(kinds().values())
    lines += [
        "| rule | level | " + " | ".join(f"`{kind.code}`" for kind in every) + " |",
        "| --- | --- |" + " --- |" * len(every),
    ]
    for name, said in quality.scale().items():
        marks = (next(rule for rule in quality.of(kind.code).rules if rule.name == name) for kind in every)
        lines.append(
            f"| {said['en']} | {said['level']} | " + " | ".join(_MARKS[one.state] for one in marks) + " |"
        )
    levels = (t(f"connectors-level-{quality.of(kind.code).level}", "en") for kind in every)
    lines += ["| **level** | | " + " | ".join(f"**{one}**" for one in levels) + " |", ""]
    for kind in every:
        lines += _kind(kind)
    return "\n".join(lines)


def _kind(kind: Kind) -> list[str]:
    name = f"connectors-kind-{kind.code.replace('_', '-')}"
    because: dict[str, list[str]] = {}
    for one in quality.of(kind.code).rules:
        if one.because:
            because.setdefault(one.because, []).append(one.name)
    exempt = [f"{', '.join(names)} ({reason})" for reason, names in because.items()]
    lines = [f"## `{kind.code}` · {t(name, 'vi')} · {t(name, 'en')}", "", t(f"{name}-help", "en") + ".", ""]
    lines += ["| setting | type | default | |", "| --- | --- | --- | --- |"]
    lines += [_setting(kind, asked) for asked in asking.questions(kind.settings)]
    return [*lines, "", *([f"Exempt: {'; '.join(exempt)}.", ""] if exempt else [])]


def _setting(kind: Kind, one: Question) -> str:
    type_ = (
        f"one of {', '.join(f'`{choice}`' for choice in one.choices)}" if one.choices else _TYPES[one.type]
    )
    default = "required" if one.required else f"`{one.default}`" if one.default not in ("", None) else ""
    notes = [t(f"{kind.words}-{one.name.replace('_', '-')}", "en")]
    notes += ["**secret**"] if one.ask.secret else []
    notes += [f"only with `{one.ask.only[0]}` {', '.join(one.ask.only[1:])}"] if one.ask.only else []
    if one.ask.lowest is not None or one.ask.highest is not None:
        notes.append(f"{one.ask.lowest:g}–{one.ask.highest:g}")
    return f"| `{one.name}` | {type_} | {default} | {'; '.join(notes)} |"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
    import django

    django.setup()
    sys.stdout.write(page())
