"""Pages of an answer (CIM 009 §6.3.10, 6.3.13): limit and offset, links to the pages beside, the count of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dothi.kernel.errors import BadRequest

MOST_PER_PAGE = 1000
USUAL_PER_PAGE = 20
MOST_OFFSET = 10_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for, and whether its length is."""

    request: Request
    limit: int
    offset: int
    counts: bool

    @property
    def to_read(self) -> int:
        """One more than is told says whether there is a next page."""
        return self.limit + 1

    def told_in(self, response: Response, read: int, total: int | None) -> Response:
        """The answer with its links and count; `read` is how many of `to_read` there were."""
        if total is not None:
            response.headers["NGSILD-Results-Count"] = str(total)
        for link in self._links(has_more=read > self.limit):
            response.headers.append("Link", link)
        return response

    def _links(self, *, has_more: bool) -> list[str]:
        links = []
        if self.offset > 0:
            links.append(self._link("prev", max(0, self.offset - self.limit)))
        if has_more and self.limit:
            links.append(self._link("next", self.offset + self.limit))
        return links

    def _link(self, rel: str, offset: int) -> str:
        asked = urlencode({**self.request.query_params, "limit": self.limit, "offset": offset})
        path = self.request.url.path.rstrip("/")
        return f'<{path}?{asked}>;rel="{rel}";type="application/ld+json"'


def page_of(request: Request) -> Page:
    """limit and offset; limit=0 asks only for the count. Raises BadRequest."""
    asked = request.query_params
    counts = asked.get("count") == "true" or "count" in asked.get("options", "").split(",")
    limit = _number(asked, "limit", USUAL_PER_PAGE, MOST_PER_PAGE)
    if limit == 0 and not counts:
        raise BadRequest("parameter-malformed", parameter="limit", value="0", expected="1…1000")
    return Page(request, limit, _number(asked, "offset", 0, MOST_OFFSET), counts)


def _number(asked: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = asked.get(name)
    if text is None:
        return usual
    if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) > most:
        raise BadRequest("parameter-malformed", parameter=name, value=text[:40], expected=f"0…{most}")
    return int(text)
