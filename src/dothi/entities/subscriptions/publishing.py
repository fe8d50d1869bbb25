"""Notifications by MQTT (CIM 009 §7.2): `mqtt[s]://[user[:password]@]host[:port]/topic`, MQTT 3.1.1 or 5.0, QoS 0 to 2."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import aiomqtt

from dothi.kernel import egress
from dothi.kernel.ids import new_uuid

VERSIONS = {"mqtt3.1.1": aiomqtt.ProtocolVersion.V311, "mqtt5.0": aiomqtt.ProtocolVersion.V5}
QOS = {"0": 0, "1": 1, "2": 2}
VERSION, QOS_KEY = "MQTT-Version", "MQTT-QoS"  # keys of notifierInfo
Info = dict[str, str]


class Publisher:
    """Publishes to one endpoint."""

    def __init__(self, uri: str, info: Info) -> None:
        parts = urlsplit(uri)
        self._host, self._tls = parts.hostname or "", parts.scheme == "mqtts"
        self._port = parts.port or (8883 if self._tls else 1883)
        self._topic = unquote(parts.path.lstrip("/"))
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._info = info
        self._client: aiomqtt.Client | None = None

    async def send(self, payload: bytes, timeout_s: float) -> None:
        """Returns when the broker has it (QoS 1, 2) or it was written (QoS 0). Raises EgressRefused, OSError, MqttError."""
        kept = self._client is not None
        try:
            await self._publish(payload, timeout_s)
        except aiomqtt.MqttError:
            await self.close()
            if not kept:
                raise
            await self._publish(payload, timeout_s)  # the broker may have closed a connection that was idle

    async def _publish(self, payload: bytes, timeout_s: float) -> None:
        if self._client is None:
            self._client = await self._opened(timeout_s)
        await self._client.publish(
            self._topic, payload, qos=QOS[self._info.get(QOS_KEY, "0")], timeout=timeout_s
        )

    async def _opened(self, timeout_s: float) -> aiomqtt.Client:
        client = aiomqtt.Client(
            await egress.address_of(self._host, self._port),
            self._port,
            username=self._user,
            password=self._password,
            identifier=f"dothi-{new_uuid()}",
            protocol=VERSIONS[self._info.get(VERSION, "mqtt5.0")],
            timeout=timeout_s,
            tls_context=egress.tls_context(self._host) if self._tls else None,
        )
        await client.__aenter__()
        return client

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                await client.__aexit__(None, None, None)
            except (aiomqtt.MqttError, OSError):
                return  # it was gone already
