"""Who is this device, and what may it publish? The answer to every MQTT login (NATS auth call-out).

NATS asks on `$SYS.REQ.USER.AUTH`; the answer is a JWT signed with the seed that its configuration names as issuer. User =
key id, password = secret. Let in are keys that may write, with the subjects of `subjects.allowed`; nobody may
subscribe. While the writer's consumer does not exist everyone is refused: a PUBACK would promise nothing. The answer
holds for a quarter of an hour, then NATS ends the connection and the device asks anew; a revoked key is out sooner.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
import secrets
from collections import OrderedDict
from typing import Any

import nats
import psycopg
from nats.aio.client import Client
from nats.aio.msg import Msg
from nkeys import KeyPair
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from dothi.accounts.keys import Key, find_key
from dothi.kernel import clock, health, settings
from dothi.kernel.engines import addresses
from dothi.kernel.engines import nats as engine
from dothi.kernel.engines.stopping import rest
from dothi.streams import commands, doorkeeper, senders, store, subjects

logger = logging.getLogger(__name__)
SUBJECT = "$SYS.REQ.USER.AUTH"
LIFETIME_S = 900
_REMEMBERED = 20_000
_keys_of_clients: OrderedDict[int, str] = OrderedDict()


class Refused(Exception):
    """Why a device is not let in; NATS logs it, the device sees only "not authorized"."""


def key_of_client(number: int) -> str | None:
    """The id of the key by which a client (NATS's own number for a connection) came in, as far as this process knows."""
    return _keys_of_clients.get(number)


async def run(stop: asyncio.Event) -> None:
    """Who comes in, and who must go (doorkeeper.py), until `stop`."""
    async with asyncio.TaskGroup() as both:
        both.create_task(_answer_logins(stop))
        both.create_task(doorkeeper.run(stop))


async def _answer_logins(stop: asyncio.Event) -> None:
    """NATS may come and go; PostgreSQL away means: try again later."""
    data = settings.data_folder()
    url = addresses.nats_url()
    forever: dict[str, Any] = {"max_reconnect_attempts": -1, "reconnect_time_wait": 0.2, "connect_timeout": 2}
    issuer = engine.read_secrets(data).issuer()
    async with AsyncConnectionPool(
        addresses.database_url(), min_size=1, max_size=2, timeout=3, open=False, kwargs={"autocommit": True}
    ) as pool:
        while not stop.is_set():
            async with contextlib.AsyncExitStack() as open_now:
                try:
                    asked = await nats.connect(engine.callout_url(data, url), **forever)
                    open_now.push_async_callback(asked.close)
                    stored = await nats.connect(url, **forever)
                    open_now.push_async_callback(stored.close)
                    await asked.subscribe(SUBJECT, cb=Desk(pool, stored, issuer).answer)
                    await asked.flush()
                except (OSError, nats.errors.Error) as error:
                    logger.warning("The call-out does not reach NATS: %s", error)
                    await asyncio.sleep(0.5)
                    continue
                await _stand_by(asked, stored, stop)


async def _stand_by(asked: Client, stored: Client, stop: asyncio.Event) -> None:
    """Answers happen by themselves; this tells /healthz that somebody is there to give them."""
    while not stop.is_set():
        if asked.is_connected and stored.is_connected:
            health.report("callout", lag_s=0.0)
        else:
            health.report("callout", status=health.DEGRADED)
        await rest(stop, 2.0)


class Desk:
    """Answers one login after the other."""

    def __init__(self, pool: AsyncConnectionPool, stored: Client, issuer: KeyPair) -> None:
        self._pool, self._js, self._issuer = pool, stored.jetstream(), issuer

    async def answer(self, msg: Msg) -> None:
        request = _claims(msg.data)["nats"]
        reply: dict[str, Any] = {"type": "authorization_response", "version": 2}
        try:
            reply["jwt"] = self._signed(**_user(request["user_nkey"], await self._key(request)))
        except Refused as why:
            logger.info("MQTT login of %s is refused: %s", _named(request), why)
            reply["error"] = str(why)
        except (psycopg.Error, PoolTimeout, nats.errors.Error, OSError) as error:
            logger.warning("MQTT login of %s cannot be checked now: %s", _named(request), error)
            reply["error"] = "cannot be checked now"
        await msg.respond(
            self._signed(sub=request["user_nkey"], aud=request["server_id"]["id"], nats=reply).encode()
        )

    async def _key(self, request: dict[str, Any]) -> Key:
        client, login = request["client_info"], request["connect_opts"]
        if client.get("type") != "mqtt":
            raise Refused("only MQTT is open to devices")
        async with self._pool.connection() as connection:
            key = await find_key(connection, login.get("user") or "", login.get("pass") or "")
        if key is None:
            raise Refused("the key does not exist, has ended, or its secret is wrong")
        if not subjects.allowed(key):
            raise Refused(
                "the key may not publish by MQTT: it only reads, or is limited to units, scopes or attributes"
            )
        if not await store.is_kept(self._js):
            raise Refused("the writer is not ready to keep messages")
        _remember(client["id"], key.id)
        senders.let_in(key.id)
        return key

    def _signed(self, **claims: Any) -> str:
        """A JWT as NATS wants it: alg ed25519-nkey."""
        claims |= {
            "iss": self._issuer.public_key.decode(),
            "iat": int(clock.now().timestamp()),
            "jti": secrets.token_hex(16),
        }
        text = _part({"typ": "JWT", "alg": "ed25519-nkey"}) + "." + _part(claims)
        return text + "." + _base64(self._issuer.sign(text.encode()))


def _user(nkey: str, key: Key) -> dict[str, Any]:
    """The claims of one device: publish on its subjects, hear its own commands and nothing else, only by MQTT."""
    until = clock.now().timestamp() + LIFETIME_S
    rights = {
        "type": "user",
        "version": 2,
        "pub": {"allow": subjects.allowed(key)},
        "sub": {"allow": heard} if (heard := commands.heard(key)) else {"deny": [">"]},
        "subs": -1,
        "data": -1,
        "payload": -1,
        "allowed_connection_types": ["MQTT"],
    }
    return {
        "sub": nkey,
        "aud": engine.APP,
        "name": key.id,
        "exp": int(min(until, key.ends_at or until)),
        "nats": rights,
    }


def _remember(number: int, key_id: str) -> None:
    _keys_of_clients[number] = key_id
    if len(_keys_of_clients) > _REMEMBERED:
        _keys_of_clients.popitem(last=False)


def _named(request: dict[str, Any]) -> str:
    return f"{request['connect_opts'].get('user') or 'nobody'!r} from {request['client_info'].get('host')}"


def _claims(jwt: bytes) -> dict[str, Any]:
    body = jwt.split(b".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
    return claims


def _part(claims: dict[str, Any]) -> str:
    return _base64(json.dumps(claims, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
