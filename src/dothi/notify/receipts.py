"""What providers tell of messages, at the door of receipts: whose channel it is, whether the token is right, what it means."""

from __future__ import annotations

import hmac

from dothi.connectors.sources import secrets
from dothi.connectors.sources.asking import SettingsRefused
from dothi.connectors.sources.errors import SourceError
from dothi.kernel.ids import new_secret
from dothi.notify import course
from dothi.notify.channels.kinds import Report, Request, Told, get_kind, settings_of
from dothi.notify.models import Channel, ChannelSecret, Delivery, State, Way

TOKEN = "receipt token"  # noqa: S105 - its name among the secrets of a channel
MOST = 100  # receipts of one request


def token_of(channel: Channel) -> str:
    """What a provider's address of receipts ends with; made with the channel."""
    return secrets.decrypt(channel.secrets.get(name=TOKEN).token)


def give_token(channel: Channel) -> None:
    """A new one; the one before it opens nothing any more."""
    ChannelSecret.objects.update_or_create(
        channel=channel, name=TOKEN, defaults={"token": secrets.encrypt(new_secret())}
    )


def take(code: str, token: str, request: Request) -> int:
    """How many were new. Raises Told with the status of the answer: 404 also for a wrong token (nobody learns which channels there are)."""
    channel = Channel.objects.prefetch_related("secrets").filter(code=code[:60]).first()
    if channel is None or not _is_right(channel, token):
        raise Told(404)
    kind = get_kind(channel.kind)
    if kind.read is None:
        raise Told(404)
    try:
        settings = settings_of(channel)
    except (SettingsRefused, SourceError) as error:
        raise Told(503) from error
    reports = kind.read(request, settings)
    if len(reports) > MOST:
        raise Told(413)
    return sum(course.take_receipt(channel, one) for one in reports)


def _is_right(channel: Channel, token: str) -> bool:
    try:
        kept = token_of(channel)
    except (ChannelSecret.DoesNotExist, SourceError):
        return False
    return hmac.compare_digest(kept.encode(), token.encode())


def take_of_browser(our_id: str, state: str) -> bool:
    """A browser says that a pushed message came or was opened: it knows the message's id, which nobody can guess."""
    if state not in (State.DELIVERED, State.READ):
        return False
    known = course.uuid_of(our_id)
    row = (
        Delivery.objects.filter(our_id=known, channel__way=Way.PUSH).select_related("channel").first()
        if known
        else None
    )
    return row is not None and course.take_receipt(row.channel, Report(str(known), State(state)))
