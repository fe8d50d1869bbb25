"""What a table of a pack is called: every `[[…]]` that people meet has `name = { vi, en }` and may say what it is `about`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dothi.kernel.i18n import language


class Named:
    """For a class that keeps its table of the pack as `told`: its words in the reader's language."""

    __slots__ = ()
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.told["name"][language()])

    @property
    def about(self) -> str:
        """Empty where the pack says nothing."""
        return str(self.told.get("about", {}).get(language(), ""))
