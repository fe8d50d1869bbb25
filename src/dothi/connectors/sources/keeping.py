"""What a kind's declared settings (`asking`) leave where: the open ones in the row itself, the secrets beside it, encrypted.

`rows` is the related manager of a thing's secrets, rows of `name` and `token`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from dothi.connectors.sources import asking, secrets

S = TypeVar("S")


def open_of(settings: type[Any], told: Any) -> dict[str, Any]:
    """The settings without secrets: what may stand in tables, histories and screens."""
    hidden = asking.secrets_of(settings)
    return {one.name: getattr(told, one.name) for one in asking.questions(settings) if one.name not in hidden}


def hidden_of(settings: type[Any], told: Any) -> dict[str, str]:
    """The secrets that were given."""
    return {name: value for name in asking.secrets_of(settings) if (value := getattr(told, name))}


def kept_in(rows: Any, apart: Collection[str] = ()) -> dict[str, str]:
    """The secrets as they are kept, without those that are no settings (`apart`). Raises SourceError: none of the keys made them."""
    return {one.name: secrets.decrypt(one.token) for one in rows.all() if one.name not in apart}


def keep(rows: Any, wanted: Mapping[str, str], apart: Collection[str] = ()) -> None:
    """Writes the secrets that hold now and forgets those that mean nothing any more."""
    rows.exclude(name__in=[*wanted, *apart]).delete()
    before = kept_in(rows, apart)
    for name, text in wanted.items():
        if before.get(name) != text:
            rows.update_or_create(name=name, defaults={"token": secrets.encrypt(text)})


def retold(
    settings: type[S], before: Mapping[str, Any], kept: Mapping[str, str], given: Mapping[str, Any]
) -> S:
    """The settings described anew; a secret that is not given stays, as long as it goes where it went: one given for one address is
    not sent to another by somebody who does not know it. Raises SettingsRefused."""
    said = {name: value for name, value in given.items() if value not in (None, "")}
    told = asking.read(settings, {**kept, **said})
    silent = {name for name in kept if name not in said and getattr(told, name)}
    if silent and asking.is_elsewhere(settings, before, open_of(settings, told)):
        raise asking.SettingsRefused(dict.fromkeys(silent, ("source-setting-secret-again", {})))
    return told


def encrypt_anew(table: type[Any], column: str = "token") -> int:
    """Every secret in a column of a table by the first key (after a new one was put before the old); how many. Raises SourceError."""
    rows = list(table.objects.exclude(**{column: ""}).order_by("pk").values_list("pk", column))
    for pk, token in rows:
        table.objects.filter(pk=pk, **{column: token}).update(**{column: secrets.renew(token)})
    return len(rows)
