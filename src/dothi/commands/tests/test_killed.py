"""The worker is killed while a platform is asked, and again before the device has shown it: nothing is sent twice, nothing hangs."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from dothi.commands import actions, actions_channels
from dothi.commands.actions_channels import Described
from dothi.commands.models import Command
from dothi.commands.tests.test_commands import URN, asked, show, state
from dothi.connectors.sources.tests.serving import serving
from dothi.kernel.testing.cast import Cast
from dothi.rules.tests.feed import url

PATIENCE_S = 90


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_was_sending_is_never_sent_again_and_what_it_had_sent_is_still_confirmed(
    cast: Cast,
) -> None:
    def hangs_once(request: Any) -> None:
        if len(request.server.asked) == 1:
            request.server.released.wait()
        else:
            request.give("{}", 202)

    with serving(hangs_once) as server:
        how = Described("Trạm lấy mẫu", cast.environment, None, [URN])
        secret = base64.b64encode(b"k" * 32).decode()
        settings = {"url": server.url, "signing_secret": secret}
        actions_channels.add_channel("lay-mau", "http", how, settings=settings, by=None)
        with worker() as first:
            lost = consented(cast)
            until(lambda: len(server.asked) == 1)
            assert state(lost) == Command.State.SENDING
            first.kill()
        with worker() as second:
            until(lambda: state(lost) == Command.State.UNKNOWN)
            assert lost.trouble == "killed"
            following = consented(cast)
            until(lambda: state(following) == Command.State.SENT)
            second.kill()
        show(samplerState="sampling")
        with worker():
            until(lambda: state(following) == Command.State.CONFIRMED)
        keys = [one.headers["Idempotency-Key"] for one in server.asked]
        assert keys == [str(lost.key), str(following.key)]
        assert state(lost) == Command.State.UNKNOWN


def consented(cast: Cast) -> Command:
    command = asked(cast.nga, timeout="10m")
    return actions.consent(command, by=cast.minh)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """The loop of commands in a process of its own, as `dothi up` runs it."""
    environment = {**os.environ, "DOTHI_DATABASE_URL": url(), "DOTHI_EGRESS_ALLOW": "127.0.0.1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dothi", "worker", "--only", "commands"], env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it hangs"
        time.sleep(0.1)
