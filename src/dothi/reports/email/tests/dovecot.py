"""A real IMAP server (Dovecot) with one mailbox, on a free port, under TLS by a certificate of its own."""

from __future__ import annotations

import datetime as dt
import getpass
import imaplib
import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dothi.kernel import clock

BINARY = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
USER, PASSWORD = "phananh", "mật khẩu của hộp thư"
_PATIENCE_S = 60
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain
auth_failure_delay = 0
first_valid_uid = 1
default_login_user = {login}
default_internal_user = {user}
default_internal_group = {group}
mail_uid = {user}
mail_gid = {group}
mail_location = maildir:{folder}/mail
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {starttls}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens; `ca` is a file with the certificate to trust."""

    port: int
    starttls: int
    ca: str
    folder: Path

    def put(self, made: EmailMessage | bytes, folder: str = "INBOX", at: dt.datetime | None = None) -> None:
        """A letter reaches the mailbox (`at`: it did so then)."""
        raw = made if isinstance(made, bytes) else made.as_bytes()
        with self._signed_in() as server:
            told, said = server.append(folder, "", imaplib.Time2Internaldate(at) if at else "", raw)
            assert told == "OK", said

    def empty(self) -> None:
        with self._signed_in() as server:
            if server.select("INBOX")[1] == [b"0"]:
                return
            server.store("1:*", "+FLAGS", "\\Deleted")
            server.expunge()

    def flags(self) -> list[bytes]:
        with self._signed_in() as server:
            server.select("INBOX", readonly=True)
            return [bytes(one) for one in server.fetch("1:*", "(FLAGS)")[1] if isinstance(one, bytes)]

    def renumber(self) -> None:
        """The server loses its numbers, as after it was restored from a backup: another UIDVALIDITY."""
        for name in ("dovecot-uidlist", "dovecot-uidvalidity"):
            for path in (self.folder / "mail").glob(f"{name}*"):
                path.unlink()
        for path in (self.folder / "mail").glob("dovecot.index*"):
            path.unlink()
        uids = self.folder / "mail" / "dovecot-uidlist"
        uids.write_text("3 V1234567 N1\n")
        shutil.chown(uids, *_owner())

    @contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4_SSL(
            "127.0.0.1", self.port, ssl_context=ssl.create_default_context(cafile=self.ca)
        ) as server:
            server.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield server


@contextmanager
def running() -> Iterator[Server]:
    """Until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="dothi-imap-"))
    folder.chmod(0o755)
    process = None
    try:
        server = Server(_free(), _free(), str(folder / "cert.pem"), folder)
        _certify(folder)
        for name in ("mail", "home"):
            (folder / name).mkdir()
            shutil.chown(folder / name, *_owner())
        (folder / "run").mkdir()
        (folder / "users").write_text(f"{USER}:{PASSWORD}::::::\n")
        config = folder / "dovecot.conf"
        user, group = _owner()
        config.write_text(
            _CONFIG.format(
                folder=folder, port=server.port, starttls=server.starttls, user=user, group=group, login=user
            )
        )
        process = subprocess.Popen([BINARY, "-F", "-c", str(config)])  # type: ignore[list-item]
        _wait(server, process, folder)
        yield server
    finally:
        if process is not None:
            process.terminate()
            process.wait(_PATIENCE_S)
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> tuple[str, str]:
    """Dovecot keeps no mail of root's."""
    return ("nobody", "nogroup") if os.getuid() == 0 else (getpass.getuser(), getpass.getuser())


def _wait(server: Server, process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            with server._signed_in():
                return
        except (OSError, imaplib.IMAP4.error) as error:
            log = folder / "log"
            said = log.read_text() if log.exists() else ""
            assert process.poll() is None and time.monotonic() < until, f"{error}\n{said}"
            time.sleep(0.1)


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "imap")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
