"""What a camera tells others of: an event in the transaction of the change."""

from __future__ import annotations

from dothi.cameras.models import Camera
from dothi.kernel import events


def tell(camera: Camera, what: str, **more: object) -> None:
    """`cameras.changed` {"camera", "what": state | view | register | grant, …}."""
    events.publish(
        "cameras.changed",
        {"camera": camera.code, "what": what, **more},
        permission="cameras.view",
        unit_id=camera.unit_id,
        agency_id=camera.agency_id,
    )
