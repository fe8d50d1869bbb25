"""The streets file for the browser: small ranges of it, and what it is. Everybody may: it is OpenStreetMap's, and citizens choose the place
of a report on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe
from pmtiles.reader import MmapSource, Reader

from dothi.kernel.errors import NotFound
from dothi.kernel.permissions import public
from dothi.livemap.streets.tiles import LICENCE, streets_file

MOST_BYTES = 4 << 20  # the browser asks for directories of 16 kB and single tiles
_RANGE = re.compile(r"^bytes=(\d+)-(\d*)$")


@public
@require_safe
def status(request: HttpRequest) -> JsonResponse:
    """Whether streets are loaded, from which file and day, under which licence."""
    told = describe(streets_file())
    return JsonResponse({"streets": told}, headers={"Cache-Control": "private, no-cache"})


def describe(path: Path) -> dict[str, Any]:
    """What the file says about itself; `loaded` false where there is none (or none that can be read)."""
    try:
        with path.open("rb") as file:
            reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
            metadata = reader.metadata()
    except (OSError, ValueError, KeyError):
        return {"loaded": False, "licence": LICENCE}
    names = ("from_file", "data_day", "imported_at")
    url = f"/map/streets.pmtiles?v={_version(path)}"  # a new import is another address: nothing stale is mixed in
    return {"loaded": True, "url": url, "licence": LICENCE, "bytes": path.stat().st_size} | {
        name: metadata.get(name) for name in names
    }


def _version(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


@public
@require_safe
def streets(request: HttpRequest) -> HttpResponseBase:
    """The file, whole or one range of it (RFC 9110 §14). Raises NotFound `livemap-streets-not-loaded`."""
    path = streets_file()
    try:
        file = path.open("rb")
    except OSError as error:
        raise NotFound("livemap-streets-not-loaded") from error
    size, tag = path.stat().st_size, f'"{_version(path)}"'
    headers = {"ETag": tag, "Accept-Ranges": "bytes", "Cache-Control": "private, max-age=86400"}
    asked = _RANGE.match(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", tag) != tag:
        return FileResponse(file, content_type="application/vnd.pmtiles", headers=headers)
    with file:
        start, end = int(asked[1]), int(asked[2] or size - 1)
        if start >= size or end < start:
            return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        end = min(end, size - 1, start + MOST_BYTES - 1)
        file.seek(start)
        part = file.read(end - start + 1)
    headers |= {"Content-Range": f"bytes {start}-{end}/{size}"}
    return HttpResponse(part, status=206, content_type="application/vnd.pmtiles", headers=headers)
