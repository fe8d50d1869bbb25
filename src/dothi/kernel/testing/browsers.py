"""Django's test browsers send through one chain of middleware, as all requests to a server do.

Each would make a chain of its own for its first request, and every one would look through all static files for that.
"""

from __future__ import annotations

from typing import Any

from django.test.client import ClientHandler

_PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware")


def share_the_door() -> None:
    """What the first browser of this process makes, the others find."""
    load = ClientHandler.load_middleware

    def load_for_all(self: Any, is_async: bool = False) -> None:
        load(self, is_async)
        for name in _PARTS:
            setattr(ClientHandler, name, getattr(self, name))
        setattr(ClientHandler, "_middleware_chain", staticmethod(self._middleware_chain))  # noqa: B010 - not in the stubs

    setattr(ClientHandler, "load_middleware", load_for_all)  # noqa: B010
