"""`{% load commands %}`: what a device shows, in words."""

from __future__ import annotations

from typing import Any

from django import template

from dothi.commands.catalogue import Kind
from dothi.commands.models import Command
from dothi.entities import meaning
from dothi.kernel.i18n import language

register = template.Library()


@register.filter
def says(of: Command | Kind, value: Any) -> str:
    """What a device shows, in words: the pack's word for the state (`on` → `đang bật`), else that of the choice, else as it stands."""
    state = meaning.value(str(of.told["attribute"]), value, (str(of.told["type"]),))
    named = next((one for one in of.told.get("choices", ()) if one["value"] == value), None)
    return str(named["name"][language()]) if named and state == str(value) else str(state)
