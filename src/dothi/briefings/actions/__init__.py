"""What people do with briefings and their forms."""

from dothi.briefings.actions.making import make, take_again
from dothi.briefings.actions.stepping import archive, drop, give_back, review, send, sign
from dothi.briefings.actions.templating import change_template
from dothi.briefings.actions.writing import hand_in, write

__all__ = [
    "archive", "change_template", "drop", "give_back", "hand_in", "make", "review", "send", "sign", "take_again", "write",
]  # fmt: skip
