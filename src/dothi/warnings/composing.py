"""A warning as a CAP message: what people wrote, the dated codes of its area, and the level of risk with the bulletin it is from."""

from __future__ import annotations

import datetime as dt

from dothi.kernel import clock, settings
from dothi.kernel.cap.message import Info, Message, Named, Reference
from dothi.kernel.cap.writing import time_text
from dothi.kernel.i18n import t
from dothi.warnings.areas import area_of
from dothi.warnings.dated import events_on
from dothi.warnings.models import PublicWarning, WarningText, WarningUnit

LEVEL = "VN-QD18-2021-capDoRuiRoThienTai"
BULLETIN, BULLETIN_ISSUER, BULLETIN_AT, BULLETIN_ID = (
    "bulletinNumber",
    "bulletinIssuer",
    "bulletinIssued",
    "bulletinEntity",
)
_TAGS = {"vi": "vi-VN", "en": "en"}


def sender_of(warning: PublicWarning) -> str:
    """Who sends, for all the world: `DOTHI_CAP_SENDER`; without it an address under `.invalid`, which nobody owns (RFC 2606)."""
    agency = warning.agency.code if warning.agency else "ioc"
    return str(settings.read("CAP_SENDER")) or f"{agency}@dothi.invalid"


def public_address(path: str) -> str:
    """An address of this system as the public knows it; empty when nobody said which (`DOTHI_PUBLIC_URL`)."""
    base = str(settings.read("PUBLIC_URL")).rstrip("/")
    return f"{base}{path}" if base else ""


def composed(warning: PublicWarning, *, sent: dt.datetime | None = None) -> Message:
    """The message as it would leave now (`sent`: at that time), or as it left."""
    at = (warning.sent or sent or clock.now()).replace(microsecond=0)
    texts = {text.language: text for text in warning.texts.all()}
    units = list(warning.units.order_by("code", "valid_from"))
    return Message(
        identifier=warning.code,
        sender=warning.sender or sender_of(warning),
        sent=at,
        status=warning.status,
        kind=warning.kind,
        source=(warning.agency.name_vi if warning.agency else ""),
        scope="Public",
        note=_note(warning),
        references=_references(warning),
        incidents=warning.incident.code if warning.incident else "",
        infos=tuple(
            _info(warning, texts[language], at, units) for language in ("vi", "en") if language in texts
        ),
    )


def _info(warning: PublicWarning, text: WarningText, at: dt.datetime, units: list[WarningUnit]) -> Info:
    event = events_on(at.astimezone(clock.VIETNAM).date()).get(warning.event)
    language = text.language
    return Info(
        language=_TAGS[language],
        categories=(warning.category,),
        event=event.name[language] if event else warning.event,
        responses=tuple(warning.responses),
        urgency=warning.urgency,
        severity=warning.severity,
        certainty=warning.certainty,
        event_codes=(("dothi", warning.event),),
        effective=at,
        onset=warning.onset,
        expires=warning.expires,
        sender_name=_sender_name(warning, language),
        headline=marked(warning, text.headline, language),
        description=text.description,
        instruction=text.instruction,
        web=public_address(f"/canh-bao/{warning.code}/"),
        contact=warning.contact,
        parameters=_parameters(warning),
        areas=(area_of(warning, units, language),),
    )


def marked(warning: PublicWarning, headline: str, language: str | None = None) -> str:
    """The headline as everybody reads it: what is only an exercise or a test says so before anything else."""
    return (
        headline
        if warning.is_actual
        else f"{t(f'warnings-mark-{warning.status.lower()}', language)} – {headline}"
    )


def _note(warning: PublicWarning) -> str:
    said = [warning.reason]
    if not warning.is_actual:
        said += [t(f"warnings-note-{warning.status.lower()}", language) for language in ("vi", "en")]
    return "\n".join(one for one in said if one)


def _references(warning: PublicWarning) -> tuple[Reference, ...]:
    """Every message before it that this one is about: a receiver that missed one knows the others (§3.2.1)."""
    found, before = [], warning.follows
    while before is not None and before.sent is not None:
        found.append(Reference(before.sender, before.code, before.sent))
        before = before.follows
    return tuple(reversed(found))


def _parameters(warning: PublicWarning) -> tuple[Named, ...]:
    if warning.level is None:
        return ()
    return (
        (LEVEL, str(warning.level)),
        (BULLETIN, warning.bulletin_number),
        (BULLETIN_ISSUER, warning.bulletin_issuer),
        (BULLETIN_AT, time_text(warning.bulletin_at)),
        (BULLETIN_ID, warning.bulletin),
    )


def _sender_name(warning: PublicWarning, language: str) -> str:
    if warning.agency is None:
        return t("warnings-sender-none", language)
    return (warning.agency.name_en if language == "en" else "") or warning.agency.name_vi
