"""Pages of lists that may hold any number of rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property


class Pages(Paginator):  # type: ignore[type-arg]  # the library's own is no generic class
    """Nobody turns further than `most`, and nobody waits for a million to be counted."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        return min(self._found, self.most)

    @property
    def stops(self) -> bool:
        """Are there more than the list shows?"""
        return self._found > self.most

    @cached_property
    def _found(self) -> int:
        return int(self.object_list.values("pk")[: self.most + 1].count())  # type: ignore[attr-defined]


class NarrowPages(Pages):
    """Of wide rows behind filters: first which, once for the number and for the page, from an index that holds what is filtered by; then
    the rows of that page."""

    most = 1_000

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        """One page. Raises InvalidPage."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self._keys[first : min(first + self.per_page, self.most)]
        rows: Any = self.object_list
        found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
        return Page([found[key] for key in keys if key in found], number, self)

    @cached_property
    def _found(self) -> int:
        return len(self._keys)

    @cached_property
    def _keys(self) -> list[Any]:
        rows: Any = self.object_list
        return list(rows.values_list("pk", flat=True)[: self.most + 1])
