"""Shared code lists for other systems: /api/v1/code-lists. Reads only; what is written goes through the screens and their drafts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema
from pydantic import BeforeValidator

from dothi.accounts.callers import readers
from dothi.codelists import queries, sheet
from dothi.codelists.compare import Difference, differences
from dothi.codelists.models import CodeList, Release
from dothi.codelists.queries import State
from dothi.kernel import clock
from dothi.kernel.errors import InvalidRequest, NotFound
from dothi.kernel.offered import Item

PAGE, MOST = 100, 1000
_A_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_A_STATE = rf"[0-9]{{1,9}}|{_A_DAY}"


def _written_out(value: object) -> object:
    """Only `2026-01-01` is a day: pydantic would take `2026` for seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(_A_DAY, value):
        raise ValueError("2026-01-01")
    return value


Day = Annotated[dt.date, BeforeValidator(_written_out)]
router = Router(tags=["code-lists"], auth=readers("codelists.view"))


class Owner(Schema):
    """The agency that answers for a list."""

    code: str = Field(examples=["so-noi-vu"])
    name_vi: str = Field(examples=["Sở Nội vụ"])
    name_en: str = Field(examples=["Department of Home Affairs"])


class List(Schema):
    """A shared code list as it stands today."""

    code: str = Field(examples=["administrative-units"])
    name_vi: str = Field(examples=["Đơn vị hành chính"])
    name_en: str = Field(examples=["Administrative units"])
    purpose_vi: str
    purpose_en: str
    owner: Owner | None = Field(description="null: no agency has taken the list over yet")
    basis: str = Field(description="the text that the list rests on", examples=["QĐ 19/2025/QĐ-TTg"])
    certainty: str = Field(
        description="of the basis: S read in the text, S2 second hand, M from memory, D our own or the city's decision",
        examples=["S2"],
    )
    live: bool = Field(description="true: shown from where it is kept, always current, without versions")
    version: int | None = Field(description="the version in force today", examples=[3])
    valid_from: dt.date | None = Field(description="the day that version began")
    entries: int = Field(description="how many entries it has today", examples=[3355])


class Lists(Schema):
    """All lists that were asked for."""

    total: int
    lists: list[List]


class Entry(Schema):
    """One code."""

    code: str = Field(examples=["26506"])
    name_vi: str = Field(examples=["Phường Vũng Tàu"])
    name_en: str = Field(description="empty where there is none", examples=["Vung Tau Ward"])
    parent: str | None = Field(description="the code above it in the same list", examples=["79"])
    ended: bool = Field(description="true: not for anything new; kept so that old records can be read")
    replaced_by: list[str] = Field(description="the codes that stand in its place")
    extra: dict[str, Any] = Field(description="what the list says of its entries beside names")


class Entries(Schema):
    """A page of the entries of one list."""

    code_list: str = Field(examples=["administrative-units"])
    at: dt.date = Field(description="the day that the answer holds for")
    version: int | None = Field(description="null: a live list, or none was in force")
    total: int = Field(description="how many entries match, on all pages", examples=[3355])
    entries: list[Entry]


class Version(Schema):
    """One published version: it never changes."""

    number: int = Field(examples=[3])
    status: str = Field(description="published, or withdrawn before it began", examples=["published"])
    valid_from: dt.date
    source: str = Field(examples=["QĐ 123/QĐ-UBND ngày 01/10/2026"])
    certainty: str
    note: str
    digest: str = Field(description="sha256 of its entries")
    published_at: dt.datetime


class Versions(Schema):
    """The versions of one list, the latest first; none where the list is live."""

    code_list: str
    total: int
    versions: list[Version]


class ChangedField(Schema):
    """One field before and after."""

    name: str = Field(examples=["name_vi"])
    before: Any
    after: Any


class ChangedEntry(Schema):
    """One entry that differs between two states."""

    kind: str = Field(description="added, changed, ended or removed", examples=["changed"])
    code: str
    name_vi: str
    name_en: str
    fields: list[ChangedField]


class Changes(Schema):
    """What differs between two states of a list."""

    code_list: str
    from_day: dt.date
    from_version: int | None
    to_day: dt.date
    to_version: int | None
    total: int
    changes: list[ChangedEntry]


class Problem(Schema):
    """A refusal (RFC 7807), in the language of the request."""

    type: str
    title: str
    status: int
    detail: str = Field(examples=["Danh mục abc không tồn tại."])
    code: str = Field(description="stable, for programs", examples=["codelists-list-does-not-exist"])


class Asked(Schema):
    """Which entries."""

    at: Day | None = Field(None, description="the day; default today", examples=["2026-01-01"])
    version: int | None = Field(
        None, ge=1, le=2_000_000_000, description="a published version, in place of a day"
    )
    q: str = Field("", max_length=200, description="words of code or names; accents do not matter")
    parent: str | None = Field(
        None, max_length=60, description="only directly below this code; empty: the top"
    )
    limit: int | None = Field(None, ge=1, le=MOST, description=f"default {PAGE}; with CSV all")
    offset: int = Field(0, ge=0, le=10_000_000)
    format: str = Field("", pattern="^(json|csv)?$", description="json or csv; default by Accept")


ListCode = Annotated[str, Path(description="code of the list", max_length=60, examples=["units-of-measure"])]
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem}
CSV = {
    "responses": {
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        304: {"description": "what the asker has (If-None-Match) is still current"},
    }
}


@router.get(
    "code-lists",
    response={200: Lists, 400: Problem, 401: Problem, 403: Problem},
    operation_id="getCodeLists",
    summary="All lists",
)
def all_lists(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=200, description="words of code or names; accents do not matter")
    ] = "",
    owner: Annotated[str, Query(max_length=60, description="code of the owning agency")] = "",
) -> dict[str, Any]:
    today = clock.today()
    rows = [_list(queries.state_on(row, today)) for row in queries.lists(q, owner)]
    return {"total": len(rows), "lists": rows}


@router.get(
    "code-lists/{code}", response={200: List, **REFUSALS}, operation_id="getCodeList", summary="One list"
)
def one_list(request: HttpRequest, code: ListCode) -> dict[str, Any]:
    return _list(queries.state_on(queries.get_list(code), clock.today()))


@router.get(
    "code-lists/{code}/entries",
    response={200: Entries, **REFUSALS},
    operation_id="getCodeListEntries",
    summary="Entries on a day or of a version, in pages, as JSON or CSV",
    openapi_extra=CSV,
)
def entries(
    request: HttpRequest, response: HttpResponse, code: ListCode, asked: Annotated[Asked, Query()]
) -> dict[str, Any] | HttpResponse:
    state = queries.state_asked(queries.get_list(code), asked.at, asked.version)
    found = state.entries.found(asked.q, asked.parent)
    as_csv = asked.format == "csv" or (not asked.format and _prefers_csv(request))
    limit = asked.limit or (len(found) if as_csv else PAGE)
    page = found[asked.offset : asked.offset + limit]
    links = _links(request, asked.offset, limit, len(found))
    if as_csv:
        return _as_file(state, page, {"X-Total-Count": str(len(found)), **links})
    for name, value in {"X-Total-Count": str(len(found)), **links}.items():
        response[name] = value
    return {**_stamp(state), "total": len(found), "entries": [_entry(item) for item in page]}


@router.get(
    "code-lists/{code}/entries/{entry}",
    response={200: Entry, **REFUSALS},
    operation_id="getCodeListEntry",
    summary="One entry",
)
def one_entry(
    request: HttpRequest,
    code: ListCode,
    entry: Annotated[str, Path(description="code of the entry", max_length=60, examples=["GQ"])],
    at: Annotated[Day | None, Query(description="the day; default today")] = None,
) -> dict[str, Any]:
    state = queries.state_asked(queries.get_list(code), at)
    item = state.entries.by_code.get(entry)
    if item is None:
        raise NotFound("codelists-entry-does-not-exist", code=entry, list=code, day=f"{state.day:%d/%m/%Y}")
    return _entry(item)


@router.get(
    "code-lists/{code}/versions",
    response={200: Versions, **REFUSALS},
    operation_id="getCodeListVersions",
    summary="Published versions",
)
def versions(request: HttpRequest, code: ListCode) -> dict[str, Any]:
    rows = [_version(row) for row in queries.versions(queries.get_list(code))]
    return {"code_list": code, "total": len(rows), "versions": rows}


@router.get(
    "code-lists/{code}/changes",
    response={200: Changes, **REFUSALS},
    operation_id="getCodeListChanges",
    summary="What differs between two states",
)
def changes(
    request: HttpRequest,
    code: ListCode,
    from_: Annotated[
        str,
        Query(
            alias="from",
            pattern=f"^({_A_STATE})$",
            description="a day or the number of a version",
            examples=["1"],
        ),
    ],
    to: Annotated[
        str, Query(pattern=f"^({_A_STATE})?$", description="a day or the number of a version; default today")
    ] = "",
) -> dict[str, Any]:
    code_list = queries.get_list(code)
    old, new = _state(code_list, from_, "from"), _state(code_list, to, "to")
    found = differences(old.entries.items, new.entries.items)
    return {
        "code_list": code,
        "from_day": old.day,
        "from_version": old.release and old.release.number,
        "to_day": new.day,
        "to_version": new.release and new.release.number,
        "total": len(found),
        "changes": [_difference(one) for one in found],
    }


def _state(code_list: CodeList, text: str, name: str) -> State:
    """`3` is a version, `2026-01-01` a day, nothing is today."""
    if text.isdecimal():
        return queries.state_of(code_list, int(text))
    try:
        return queries.state_on(code_list, dt.date.fromisoformat(text) if text else clock.today())
    except ValueError as error:
        raise InvalidRequest("api-parameters", wrong=f"{name}={text}") from error


def _list(state: State) -> dict[str, Any]:
    row = state.list
    names = ("code", "name_vi", "name_en", "purpose_vi", "purpose_en", "owner", "basis", "certainty")
    return {name: getattr(row, name) for name in names} | {
        "live": state.is_live,
        "version": state.release and state.release.number,
        "valid_from": state.release and state.release.valid_from,
        "entries": state.size,
    }


def _stamp(state: State) -> dict[str, Any]:
    return {
        "code_list": state.list.code,
        "at": state.day,
        "version": state.release and state.release.number,
    }


def _entry(item: Item) -> dict[str, Any]:
    names = ("code", "name_vi", "name_en", "ended", "replaced_by", "extra")
    return {name: getattr(item, name) for name in names} | {"parent": item.parent or None}


def _version(row: Release) -> dict[str, Any]:
    names = (
        "number",
        "status",
        "valid_from",
        "source",
        "certainty",
        "note",
        "digest",
        "published_at",
    )
    return {name: getattr(row, name) for name in names}


def _difference(one: Difference) -> dict[str, Any]:
    fields = [{"name": field.name, "before": field.before, "after": field.after} for field in one.fields]
    names = {"code": one.code, "name_vi": one.item.name_vi, "name_en": one.item.name_en}
    return {"kind": one.kind.value, **names, "fields": fields}


def _prefers_csv(request: HttpRequest) -> bool:
    return request.get_preferred_type(["application/json", "text/csv"]) == "text/csv"


def _as_file(state: State, items: Sequence[Item], headers: dict[str, str]) -> HttpResponse:
    disposition = f'attachment; filename="{sheet.file_name(state)}"'
    return HttpResponse(
        sheet.as_csv(items),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition, **headers},
    )


def _links(request: HttpRequest, offset: int, limit: int, total: int) -> dict[str, str]:
    """The pages before and after, as RFC 8288 names them."""
    pages = {"prev": max(0, offset - limit) if offset else None, "next": offset + limit}
    if offset + limit >= total:
        pages["next"] = None
    found = [_link(request, name, at, limit) for name, at in pages.items() if at is not None]
    return {"Link": ", ".join(found)} if found else {}


def _link(request: HttpRequest, name: str, offset: int, limit: int) -> str:
    query = request.GET.copy()
    query["limit"], query["offset"] = str(limit), str(offset)
    return f'<{request.path}?{query.urlencode()}>; rel="{name}"'
