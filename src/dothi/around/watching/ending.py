"""A followed place ends. What it was to tell is told by another place of the same follower, where it concerns that one, too; what it has
told stands there, so that nothing is told twice and news of it still comes."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from dothi.around import rules
from dothi.around.watching.models import Alert, Watch
from dothi.around.watching.spreading import due_at, held
from dothi.kernel import clock


@transaction.atomic
def end(ids: Collection[int]) -> None:
    """Nothing else of these places is kept. What is being laid for them at this moment is waited for, and goes on or goes, too."""
    held("end", ids)
    shared = Alert.objects.filter(watch__in=ids).exclude(also=[]).select_related("watch")
    for alert in shared.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        _hand_on(alert, ids)
    Watch.objects.filter(pk__in=ids).delete()


def _hand_on(alert: Alert, ending: Collection[int]) -> None:
    others = Watch.objects.filter(pk__in=alert.also, holder=alert.watch.holder).exclude(pk__in=ending)
    heir = others.exclude(alerts__topic=alert.topic, alerts__ref=alert.ref).order_by("pk").first()
    if heir is None:
        return
    alert.watch, alert.also = heir, [one for one in alert.also if one != heir.pk]
    if alert.state == Alert.State.WAITING:
        wish = (heir.daily, heir.quiet_from, heir.quiet_to)
        alert.due_at = due_at(clock.now(), alert.grave, wish, rules.value("digest-hour"))
    alert.save(update_fields=["watch", "also", "due_at"])
