"""A system that calls a number and reads the message out (text to speech, or an operator): a signed web-hook, answered by a callback
when somebody picked up (`delivered`) or pressed a key (`read`)."""

from __future__ import annotations

from dothi.notify.channels.hooking import Settings, read, send
from dothi.notify.channels.kinds import Kind
from dothi.notify.models import Way

KIND = Kind("voice_webhook", Way.VOICE, Settings, send, read=read)
