"""The identity vault: who reported what. The one folder that reads or writes `Reporter` and a follower's address (held by import-linter);
every other room and page sees what was reported, never by whom. Unmasking asks for a reason and stands in the audit trail and in the
report's record.
"""

from dothi.reports.identity.vault.contact import LINK, Contact, contact_of
from dothi.reports.identity.vault.forgetting import Forgotten, erase, forget_followers, forget_people
from dothi.reports.identity.vault.hearing import Told, addresses_of, follow, followed_by, silence, unfollow
from dothi.reports.identity.vault.keeping import (
    TOKEN_BYTES,
    Kept,
    digest_of,
    keep,
    lead_on,
    opens,
    report_of,
    share,
)
from dothi.reports.identity.vault.owning import (
    Voice,
    by_link_alone,
    get_own,
    own,
    own_voice,
    prove,
    reach_of,
    told_by,
)
from dothi.reports.identity.vault.unmasking import is_known, may_unmask, unmask
from dothi.reports.identity.vault.writing import (
    forget_sender,
    is_reporter_s,
    mails_of,
    masked_senders,
    put_sender_by,
    sender_contact,
    sender_of,
    stands_with,
)

__all__ = [
    "LINK",
    "TOKEN_BYTES",
    "Contact",
    "Forgotten",
    "Kept",
    "Told",
    "Voice",
    "addresses_of",
    "by_link_alone",
    "contact_of",
    "digest_of",
    "erase",
    "follow",
    "followed_by",
    "forget_followers",
    "forget_people",
    "forget_sender",
    "get_own",
    "is_known",
    "is_reporter_s",
    "keep",
    "lead_on",
    "mails_of",
    "masked_senders",
    "may_unmask",
    "opens",
    "own",
    "own_voice",
    "prove",
    "put_sender_by",
    "reach_of",
    "report_of",
    "sender_contact",
    "sender_of",
    "share",
    "silence",
    "stands_with",
    "told_by",
    "unfollow",
    "unmask",
]
