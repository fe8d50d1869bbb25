"""What every action of this room has around it; rights kept for this request are read again after it."""

from __future__ import annotations

from dothi.accounts import rights
from dothi.kernel.audit.action import action_of

action = action_of("accounts", after=rights.forget)
