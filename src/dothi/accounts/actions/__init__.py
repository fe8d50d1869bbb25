"""What changes people, agencies, roles and keys. Every action takes `by` (None: the system itself) and a `reason` for the history.

Views, the organisation chart, the command line and the demo all come through here.
"""

from dothi.accounts.actions.agencies import add_agency, change_agency, end_agency
from dothi.accounts.actions.keys import issue_key, revoke_key
from dothi.accounts.actions.limits import set_limit
from dothi.accounts.actions.people import (
    change_person,
    disable_unused,
    expire_person,
    invite_person,
    move_person,
    remove_second_factor,
    reset_password,
    restore_person,
    review_done,
    unlock_person,
)
from dothi.accounts.actions.roles import change_role, end_grant, grant_role

__all__ = [
    "add_agency",
    "change_agency",
    "change_person",
    "change_role",
    "disable_unused",
    "end_agency",
    "end_grant",
    "expire_person",
    "grant_role",
    "invite_person",
    "issue_key",
    "move_person",
    "remove_second_factor",
    "reset_password",
    "restore_person",
    "review_done",
    "revoke_key",
    "set_limit",
    "unlock_person",
]
