"""Public loudspeakers of a ward (hệ thống truyền thanh): a signed web-hook to the system that drives them; the address is its own name of
a speaker or of a cluster."""

from __future__ import annotations

from dothi.notify.channels.hooking import Settings, read, send
from dothi.notify.channels.kinds import Kind
from dothi.notify.models import Way

KIND = Kind("loudspeaker_webhook", Way.LOUDSPEAKER, Settings, send, read=read)
