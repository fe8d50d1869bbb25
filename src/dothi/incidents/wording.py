"""What a line of the log says, in words: for the page and for the report, in the reader's language or a chosen one."""

from __future__ import annotations

from typing import Any

from dothi.incidents.models import IncidentLog
from dothi.kernel.i18n import has, language, t

Kind = IncidentLog.Kind
_OF_CREWS = frozenset({"state", "late", "declined", "well"})  # what a crew says of itself
_PARTS = ("calls", "alarms", "forces", "legs", "entities", "sources")  # as a sentence counts them


def said(line: IncidentLog, lang: str | None = None) -> str:
    """The line's sentence without who and when, and without what the person wrote (`line.text`)."""
    lang = lang or language()
    fields = _in_language(line.fields, lang)
    match line.kind:
        case Kind.NOTE:
            return ""
        case Kind.OPENED:
            return _opened(fields, lang)
        case Kind.STATUS:
            return _status(fields, lang)
        case Kind.ASSIGNED:
            return t("incidents-log-assigned", lang, lead=fields["lead"])
        case Kind.PROCEDURE:
            return t("incidents-log-procedure", lang, **fields)
        case Kind.STEP:
            return t(f"incidents-log-step-{fields['what']}", lang, **fields)
        case Kind.ALARM:
            return t(f"incidents-log-alarm-{fields['what']}", lang, **fields)
        case Kind.COMMAND:
            return t(f"commands-log-{fields['what']}", lang, **fields)
        case _:
            return _other(line.kind, fields, lang)


def speaker(line: IncidentLog, lang: str | None = None) -> str:
    """Who says a line: a person, a unit's own crew (a simulated one says so), or the system."""
    if line.person:
        return str(line.person)
    if line.kind == Kind.FORCE and line.fields.get("what") in _OF_CREWS:
        simulated = line.fields.get("origin") == "simulated"
        return t("incidents-crew-simulated" if simulated else "incidents-crew", lang or language())
    return t("incidents-system", lang or language())


def source_word(kind: str, lang: str | None = None) -> str:
    """A call, a report, a camera in words; a kind that nobody named as it is."""
    key = f"incidents-source-{kind}"
    return t(key, lang) if has(key) else kind


def moved_words(moved: dict[str, Any], lang: str | None = None) -> str:
    """`2 cảnh báo, 1 cuộc gọi`; nothing moved is said as well."""
    known = sorted(moved, key=lambda part: _PARTS.index(part) if part in _PARTS else len(_PARTS))
    parts = [t(f"incidents-moved-{part}", lang, count=moved[part]) for part in known]
    return ", ".join(parts) or t("incidents-moved-nothing", lang)


def _in_language(fields: dict[str, Any], lang: str) -> dict[str, Any]:
    """`name_vi` and `name_en` come as `name`, so do all others told in both languages."""
    chosen = {
        key.removesuffix(f"_{lang}"): value for key, value in fields.items() if key.endswith(f"_{lang}")
    }
    return fields | chosen


def _opened(fields: dict[str, Any], lang: str) -> str:
    if "source" not in fields:
        return t("incidents-log-opened", lang)
    word = source_word(fields["source"], lang)
    return t("incidents-log-opened-from", lang, source=word, reference=fields["reference"])


def _status(fields: dict[str, Any], lang: str) -> str:
    old, new = (t(f"incidents-state-{fields[key]}", lang) for key in ("old", "new"))
    text = t("incidents-log-status", lang, old=old, new=new)
    if left := fields.get("undone"):
        steps = " ".join(f"{one['number']}. {one[f'do_{lang}']}" for one in left)
        text = f"{text} {t('incidents-log-undone', lang, count=len(left))} {steps}"
    return text


def _other(kind: str, fields: dict[str, Any], lang: str) -> str:
    if isinstance(moved := fields.get("moved"), dict):
        fields = fields | {"moved": moved_words(moved, lang)}
    if "source" in fields:
        fields = fields | {"source": source_word(fields["source"], lang)}
    words = {key: value for key, value in fields.items() if isinstance(value, str | int | float)}
    return t(f"incidents-said-{kind}-{fields.get('what', '')}", lang, **words)
