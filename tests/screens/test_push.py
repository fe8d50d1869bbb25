"""A pushed message from our outbox into a real browser: what a push service is given, what the browser shows of it, where a click leads.

No test reaches a push service: ours takes the request as one does, the message is opened by RFC 8291 with the browser's own key, and
Chromium hands it to the service worker as it would one that came from outside.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dothi.connectors.sources.tests.serving import serving
from dothi.kernel.testing.browser import chromium
from dothi.notify.actions import add_address, send
from dothi.notify.channels.web_push.kind import fills
from dothi.notify.models import Address, Message
from dothi.notify.said import Said
from dothi.notify.tests.making import a_channel, posting

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# RFC 8291 Appendix A
RFC_KEY, RFC_AUTH = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "BTBZMqHH6r4Tts7J_aSIgg"
RFC_BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95b"
    "Qpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
REGISTER = """async () => {
  const one = await navigator.serviceWorker.register('/notify/push.js', { scope: '/notify/' });
  const worker = one.installing || one.waiting || one.active;
  if (worker.state !== 'activated') await new Promise((done) => worker.addEventListener('statechange', () => worker.state === 'activated' && done()));
}"""
SHOWN = """async () => {
  const one = await navigator.serviceWorker.getRegistration('/notify/');
  return (await one.getNotifications()).map((note) => [note.title, note.body, note.data.path]);
}"""
# a window opens only for a person's own finger: what it would open is noted instead
CLICK = """async () => {
  const opened = [];
  self.clients.openWindow = async (address) => void opened.push(address);
  const [note] = await self.registration.getNotifications();
  const told = new Promise((done) => { const real = self.fetch; self.fetch = (...all) => real(...all).then((answer) => (done(answer.status), answer)); });
  self.dispatchEvent(new NotificationEvent('notificationclick', { notification: note }));
  return [opened, await told, (await self.registration.getNotifications()).length];
}"""


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """What a browser reads of a pushed body: RFC 8291 §3.4 and RFC 8188 §2, by nothing but primitives."""
    salt, length = body[:16], body[20]
    theirs, sealed = body[21 : 21 + length], body[21 + length :]
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    secret = _derived(shared, auth, b"WebPush: info\0" + point_of(key.public_key()) + theirs, 32)
    lock = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    return AESGCM(lock).decrypt(nonce, sealed, None).rstrip(b"\0")[:-1]


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def signed_by(header: str) -> dict[str, Any]:
    """The claims of `vapid t=…, k=…` (RFC 8292), whose signature is of the key it names. Raises InvalidSignature."""
    parts = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    said, _, signature = parts["t"].rpartition(".")
    raw = bytes_of(signature)
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes_of(parts["k"]))
    r, s = (int.from_bytes(raw[at : at + 32], "big") for at in (0, 32))
    digest = hashlib.sha256(said.encode()).digest()
    key.verify(utils.encode_dss_signature(r, s), digest, ec.ECDSA(utils.Prehashed(SHA256())))
    return dict(json.loads(bytes_of(said.split(".")[1])))


def test_the_example_of_the_standard_is_opened() -> None:
    number = int.from_bytes(bytes_of(RFC_KEY), "big")
    key = ec.derive_private_key(number, ec.SECP256R1())
    assert opened(bytes_of(RFC_BODY), key, bytes_of(RFC_AUTH)) == b"When I grow up, I want to be a watermelon"


def pushed(cast: Any) -> str:
    """One critical message through the loop to a push service of ours; what the browser reads of it."""
    key, auth = ec.generate_private_key(ec.SECP256R1()), b"a" * 16
    with serving(lambda asked: asked.give("", 201)) as service, posting() as post:
        keys = {"p256dh": text_of(point_of(key.public_key())), "auth": text_of(auth)}
        subscription = json.dumps({"endpoint": f"{service.url}/push/1", "keys": keys})
        add_address(cast.minh, "push", subscription, label="Chromium", by=cast.minh)
        settings = {"contact": "mailto:ioc@example.vn"}
        a_channel("push", kind="web_push", way="push", settings=settings, hidden=fills({}))
        said = Said("notify-test-text", {"name": "Đường bị ngập", "by": "Lan"})
        send(cast.minh, said, importance="critical", about="/alarms/12/", purpose="thử", key="k")
        post.round()
    (asked,) = service.asked
    claims = signed_by(asked.headers["Authorization"])
    assert (claims["aud"], claims["sub"]) == (service.url, "mailto:ioc@example.vn")
    return opened(asked.body, key, auth).decode()


@pytest.mark.django_db(transaction=True)
def test_a_pushed_message_is_shown_names_nobody_and_leads_to_what_it_is_about(
    cast: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOTHI_EGRESS_ALLOW", "127.0.0.1")
    payload, base = pushed(cast), live_server.url
    with chromium() as browser:
        context = browser.new_context()
        context.grant_permissions(["notifications"], origin=base)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{base}/notify/push.js")  # whatever page of ours
        registered: list[dict[str, Any]] = []
        tools = context.new_cdp_session(page)
        tools.on(
            "ServiceWorker.workerRegistrationUpdated", lambda told: registered.extend(told["registrations"])
        )
        tools.send("ServiceWorker.enable")
        page.evaluate(REGISTER)
        number = registered[-1]["registrationId"]
        tools.send(
            "ServiceWorker.deliverPushMessage", {"origin": base, "registrationId": number, "data": payload}
        )
        page.wait_for_function(f"async () => (await ({SHOWN})()).length === 1")
        assert page.evaluate(SHOWN) == [["Tin từ trung tâm điều hành", "", "/alarms/12/"]]
        (worker,) = context.service_workers
        assert worker.evaluate(CLICK) == [["/alarms/12/"], 204, 0]
    assert Message.objects.get().state == "read"
    assert Address.objects.get().verified_at is not None
