"""What every action of this room has around it."""

from __future__ import annotations

from dothi.kernel.audit.action import action_of

action = action_of("codelists")
