"""What people and other rooms do with surveys and consultations. Each action is one transaction: row, history, event."""

from dothi.surveys.actions.answering import answer, answer_at
from dothi.surveys.actions.asking import draw_up, may_manage, put_up, take_down
from dothi.surveys.actions.consulting import (
    announce,
    conclude,
    hide,
    is_open,
    propose,
    release,
    reply,
    speak,
)
from dothi.surveys.actions.inviting import invite

__all__ = [
    "announce",
    "answer",
    "answer_at",
    "conclude",
    "draw_up",
    "hide",
    "invite",
    "is_open",
    "may_manage",
    "propose",
    "put_up",
    "release",
    "reply",
    "speak",
    "take_down",
]
