"""The table of routes. The right of each stands at its endpoint (`@access`); a test reads both."""

from __future__ import annotations

from starlette.routing import Route

from dothi.gateway import batch

_V1 = "/ngsi-ld/v1"

ROUTES = [
    Route(f"{_V1}/entityOperations/create", batch.create, methods=["POST"]),
    Route(f"{_V1}/entityOperations/upsert", batch.upsert, methods=["POST"]),
    Route(f"{_V1}/entityOperations/update", batch.update, methods=["POST"]),
    Route(f"{_V1}/entityOperations/delete", batch.delete, methods=["POST"]),
]
