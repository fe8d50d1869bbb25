"""What people do with shared code lists. Each action is one transaction; its rows carry who and why."""

from dothi.codelists.actions.drafts import (
    begin_draft,
    discard_draft,
    put_entry,
    take_in,
    take_out_entry,
)
from dothi.codelists.actions.lists import hand_over, make_list
from dothi.codelists.actions.releases import publish, withdraw

__all__ = [
    "begin_draft",
    "discard_draft",
    "hand_over",
    "make_list",
    "publish",
    "put_entry",
    "take_in",
    "take_out_entry",
    "withdraw",
]
