"""Whose versions can be read: the register, recorders, grants and limits. Secrets have no versions."""

from __future__ import annotations

from dothi.cameras.models import Camera, CameraGrant, CameraRule, Recorder
from dothi.kernel.audit.shown import show_history

WORDS = "cameras-field-"

show_history(
    "camera", Camera, "cameras.view", lambda scope: scope.restrict(Camera.objects.all()), words=WORDS
)
show_history(
    "camera-recorder",
    Recorder,
    "cameras.view",
    lambda scope: scope.restrict(Recorder.objects.all(), "agency__unit_id"),
    words=WORDS,
    choices={"kind": "cameras-recorder-"},
)
show_history(
    "camera-grant",
    CameraGrant,
    "cameras.view",
    lambda scope: scope.restrict(CameraGrant.objects.all(), "owner__unit_id", "owner_id"),
    words=WORDS,
)
show_history(
    "camera-limit",
    CameraRule,
    "cameras.view",
    lambda _scope: CameraRule.objects.all(),
    words=WORDS,
    choices={"certainty": "certainty-"},
)
