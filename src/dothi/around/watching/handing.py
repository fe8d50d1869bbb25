"""What is due is handed to `notify`, a batch in a transaction: a batch that is killed was never handed, one that is done is done once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from django.db import transaction

from dothi.around import rules
from dothi.around.watching import news
from dothi.around.watching.models import Alert, Watch
from dothi.around.watching.news import News
from dothi.around.watching.stopping import link_of
from dothi.kernel import clock, drill
from dothi.kernel.audit.context import change
from dothi.kernel.i18n import t
from dothi.notify.many import Letter, send_to_addresses
from dothi.notify.models import Message
from dothi.notify.said import Said

PURPOSE = "Tin về nơi người dân theo dõi"
KEY = "around-"  # of a message: this and the number of what is told
MOST_LINES = 10  # of a day's news; the page has the rest
Known = dict[tuple[str, str, str], News | None]


def hand_over(now: dt.datetime | None = None) -> int:
    """How many alerts were settled. Safe to run at once in two processes; in a drill's copy nobody outside is told anything."""
    if drill.mark():
        return 0
    done = 0
    while count := _batch(now or clock.now()):
        done += count
    return done


def _batch(now: dt.datetime) -> int:
    with change(source="job:around"), transaction.atomic():
        due = Alert.objects.filter(state=Alert.State.WAITING, due_at__lte=now)
        locked = due.select_for_update(no_key=True, of=("self",), skip_locked=True).select_related("watch")
        rows = list(locked.order_by("-grave", "due_at", "pk")[: rules.value("batch")])
        daily = {one.watch_id for one in rows if _is_daily(one)}
        rows += list(locked.filter(watch_id__in=daily, grave=False).exclude(pk__in=[one.pk for one in rows]))
        _hand(rows, now)
    return len(rows)


def _is_daily(row: Alert) -> bool:
    return row.watch.daily and not row.grave


def _hand(rows: Sequence[Alert], now: dt.datetime) -> None:
    known: Known = {}
    states: dict[str, list[int]] = defaultdict(list)
    news_of: dict[int, News] = {}
    for row in rows:
        said = _news(row, known)
        states[Alert.State.HANDED if said else Alert.State.NEEDLESS].append(row.pk)
        if said is not None:
            news_of[row.pk] = said
    told = [row for row in rows if row.pk in news_of]
    letters = [_letter(row, news_of[row.pk]) for row in told if not _is_daily(row)]
    together = sorted((row for row in told if _is_daily(row)), key=lambda row: (row.watch_id, row.pk))
    for _, group in groupby(together, key=lambda row: row.watch_id):
        alerts = list(group)
        letters.append(_letter(alerts[0], _day([news_of[one.pk] for one in alerts], alerts[0].watch)))
    send_to_addresses(letters, purpose=PURPOSE)
    for state, ids in states.items():
        Alert.objects.filter(pk__in=ids).update(state=state, handed_at=now)


def _news(row: Alert, known: Known) -> News | None:
    """Read once for all followers of one language; figures carry their own."""
    key = (row.topic, row.ref, row.watch.language)
    if key not in known:
        known[key] = news.of(row, row.watch.language)
    return known[key]


def _day(all_news: Sequence[News], watch: Watch) -> News:
    """The day's news as one message."""
    if len(all_news) == 1:
        return all_news[0]
    lines = [t(one.key, watch.language, **one.fields, link="") for one in all_news[:MOST_LINES]]
    simulated = any(one.origin == "simulated" for one in all_news)
    fields = {"number": len(all_news), "lines": "\n".join(f"- {line.strip()}" for line in lines)}
    return News("around-alert-day", fields, "/quanh-toi/", "simulated" if simulated else "live")


def watch_of(key: str) -> Watch | None:
    """Whose message has that key; None: none of ours, or they follow no more."""
    number = key.removeprefix(KEY)
    if number == key or not number.isdecimal():
        return None
    return Watch.objects.filter(alerts=int(number)).first()


def _letter(row: Alert, told: News) -> Letter:
    watch = row.watch
    stop = t("around-alert-stop", watch.language, address=link_of(watch))
    return Letter(
        way=watch.way, address=watch.address, text=Said(told.key, {**told.fields, "link": stop}), key=f"{KEY}{row.pk}", about=told.about,
        importance=Message.Importance.CRITICAL if row.grave else Message.Importance.NORMAL, language=watch.language, origin=told.origin,
        unit_id=watch.unit_id,
    )  # fmt: skip
