"""The catalogue: every type, one type, its JSON Schema and its current values as CSV; and what is doubted of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dothi.accounts.asker import scope_of
from dothi.accounts.models import Agency, ApiKey
from dothi.entities import catalogue, meaning, queries
from dothi.entities.core import rec20
from dothi.entities.core.kinds import number
from dothi.entities.core.rows import Kind
from dothi.entities.store.complaints import Fault
from dothi.kernel import clock
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import t
from dothi.kernel.permissions import requires
from dothi.kernel.sheets import csv_line
from dothi.territory.models import Unit

MOST_PLACES = 12


@require_safe
@requires("entities.view")
def catalogue_list(request: HttpRequest) -> HttpResponse:
    """Every type that a pack declares or that somebody sends, with the figures of what this person may see."""
    types = catalogue.types(scope_of(request))
    agencies = Agency.objects.in_bulk({pk for one in types for pk in one.agency_ids})
    owners = _owners(one.declared for one in types)
    lines = [
        {
            "type": one,
            "label": meaning.type_(one.short),
            "about": meaning.about(f"type-{one.short}-about"),
            "owner": owners.get(one.declared.owner) if one.declared else None,
            "agencies": [agencies[pk] for pk in one.agency_ids if pk in agencies],
        }
        for one in types
    ]
    return render(request, "entities/catalogue.html", {"lines": lines})


@require_safe
@requires("entities.view")
def catalogue_type(request: HttpRequest, short: str) -> HttpResponse:
    """One type: what it is, what it tells, how good its data is, and how to get it."""
    declared, page = _known(request, short)
    places = page.places[:MOST_PLACES]
    units = Unit.objects.in_bulk({pk for pk, _ in places if pk})
    sample = queries.entity(page.sample, scope_of(request)) if page.sample else None
    context = {
        "short": short,
        "label": meaning.type_(short),
        "about": meaning.about(f"type-{short}-about"),
        "purpose": meaning.about(f"type-{short}-purpose"),
        "declared": declared,
        "owner": _owners([declared]).get(declared.owner) if declared else None,
        "page": page,
        "attributes": [_attribute(one, page.looked_at, short) for one in page.attributes],
        "qualities": [
            (quality.name.lower(), count, _percent(count, page.values)) for quality, count in page.qualities
        ],
        "origins": [(origin, _percent(count, page.values)) for origin, count in page.origins],
        "places": [(units.get(pk or 0), count, _percent(count, page.number)) for pk, count in places],
        "other_places": len(page.places) - len(places),
        "sample": sample,
        "sample_json": _as_json(sample) if sample else "",
        "example": page.sample or f"urn:ngsi-ld:{short}:…",
        "host": request.build_absolute_uri("/").rstrip("/"),
        "doubted": _doubts(catalogue.doubted(scope_of(request), short, limit=20)),
    }
    return render(request, "entities/catalogue_type.html", context)


@require_safe
@requires("entities.view")
def catalogue_schema(request: HttpRequest, short: str) -> JsonResponse:
    """The JSON Schema of a type, as its pack declares it. It holds no data: whoever may see entities at all may read it."""
    declared = next(catalogue.declarations(short), None)
    if declared is None:
        raise NotFound("type-without-schema", entity_type=short[:100])
    response = JsonResponse(declared.schema, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Type"] = "application/schema+json"
    return response


@require_safe
@requires("entities.view")
def catalogue_csv(request: HttpRequest, short: str) -> StreamingHttpResponse:
    """The current values of every entity of a type in scope, with unit, quality, origin and source; UTF-8 with a mark."""
    _known(request, short)
    rows = catalogue.latest(scope_of(request), short)
    response = StreamingHttpResponse(_csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{"".join(c for c in short if c.isalnum())}.csv"'
    return response


@require_safe
@requires("connectors.view")
def doubts(request: HttpRequest) -> HttpResponse:
    """Values that came with a doubtful unit or outside their schema, by source, attribute and reason."""
    return render(request, "entities/doubts.html", {"rows": _doubts(catalogue.doubted(scope_of(request)))})


def _doubts(found: Iterable[catalogue.Doubted]) -> list[dict[str, Any]]:
    """With the name of the key that sent it, where one key did (`http:<key>`)."""
    told = list(found)
    keys = ApiKey.objects.in_bulk({key for one in told if (key := _key_of(one.source))})
    return [{**_doubt(one), "sender": keys.get(_key_of(one.source))} for one in told]


def _key_of(source: str) -> str:
    door, _, key = source.partition(":")
    return key if door == "http" else ""


def _doubt(one: catalogue.Doubted) -> dict[str, Any]:
    is_unit = one.fault in (Fault.UNIT_UNKNOWN, Fault.UNIT_QUANTITY, Fault.UNIT_DIFFERS)
    return {
        "told": one,
        "type": meaning.type_(one.type) if one.type else "",
        "label": meaning.attribute(one.attribute, one.type or ()),
        "why": t(f"entities-doubts-{one.word}"),
        "severity": "low" if one.fault == Fault.UNIT_DIFFERS else "medium",
        "symbol": rec20.symbol(one.detail) if one.detail in rec20.units() and is_unit else "",
    }


def _known(request: HttpRequest, short: str) -> tuple[catalogue.Declaration | None, catalogue.Page]:
    """A type that is declared, or that an entity in scope has. Raises NotFound."""
    declared = next(catalogue.declarations(short), None)
    page = catalogue.page(scope_of(request), short, declared)
    if declared is None and page.number == 0:
        raise NotFound("declared-type-does-not-exist", entity_type=short[:100])
    return declared, page


def _owners(declared: Iterable[catalogue.Declaration | None]) -> dict[str, Agency]:
    codes = {one.owner for one in declared if one and one.owner}
    return {agency.code: agency for agency in Agency.objects.filter(code__in=codes)}


def _attribute(one: catalogue.Described, looked_at: int, short: str) -> dict[str, Any]:
    return {
        "told": one,
        "label": meaning.attribute(one.name, short),
        "about": meaning.attribute_about(one.name, short),
        "symbol": meaning.unit(one.unit),
        "share": _percent(one.entities, looked_at),
        "fresh": _percent(one.in_day, one.instances) if one.is_measured else None,
        "suspect": _percent(one.suspect, one.instances),
        "others": [(code, meaning.unit(code)) for code in one.other_units] if one.is_declared else [],
    }


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _as_json(entity: queries.Entity) -> str:
    """As the machine door tells it, in concise form."""
    found: dict[str, Any] = {
        "id": entity.urn,
        "type": list(entity.types) if len(entity.types) > 1 else entity.types[0],
    }
    for value in entity.values:
        if value.dataset is None:
            found[value.attr] = _concise(value)
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _concise(value: queries.Value) -> Any:
    member = {
        Kind.RELATIONSHIP: "object",
        Kind.LANGUAGE: "languageMap",
        Kind.VOCAB: "vocab",
        Kind.JSON: "json",
    }
    told: dict[str, Any] = {member.get(value.kind, "value"): value.value}
    if value.declared:
        told["observedAt"] = clock.iso(value.observed_at)
    if value.unit_code:
        told["unitCode"] = value.unit_code
    return told["value"] if told.keys() == {"value"} else told


_HEAD = ("entity", "attribute", "datasetId", "value", "unitCode", "observedAt", "quality", "origin", "source")


def _csv_lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    yield "\ufeff" + csv_line(_HEAD)
    for urn, attribute, dataset, value, unit, observed, quality, origin, source in rows:
        shown = number(value) if isinstance(value, float) else value
        cells = (
            urn,
            attribute,
            dataset or "",
            shown,
            unit or "",
            clock.iso(observed),
            quality.name.lower(),
            origin.word,
            source,
        )
        yield csv_line(cells)
