"""What pages of this room say of a row."""

from __future__ import annotations

from django import template

from dothi.around.watching import wants

register = template.Library()
register.filter("in_words", wants.in_words)
