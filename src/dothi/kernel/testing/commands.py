"""`dothi …` called many times by one test: a process that has everything loaded, and of it a child of its own for each call.

A call is as apart from the others as in a new process, and has its arguments, its three streams and its exit code; only the
loading (two seconds of a processor) is done once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO

Command = Callable[..., "subprocess.CompletedProcess[str]"]
LONG_S = 120


@contextmanager
def command_line(environment: Mapping[str, str]) -> Iterator[Command]:
    """`run("user", "list", stdin="")` is `dothi user list` in this environment, to its end."""
    command = [sys.executable, "-m", __name__]
    process = subprocess.Popen(
        command, env={**environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    asks, answers = process.stdin, process.stdout
    assert asks
    assert answers

    def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        asks.write(json.dumps([words, stdin]) + "\n")
        asks.flush()
        said = answers.readline()
        assert said, f"no answer to {words}: the process ended with {process.wait()}"
        return subprocess.CompletedProcess(["dothi", *words], *json.loads(said))

    try:
        yield run
    finally:
        asks.close()
        process.wait(LONG_S)
        answers.close()


def _serve() -> None:
    """One line asks, one answers: [words, stdin] → [exit code, stdout, stderr]."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dothi.config.settings")
    django.setup()
    while line := sys.stdin.readline():
        sys.stdout.write(json.dumps(_call(*json.loads(line))) + "\n")
        sys.stdout.flush()


def _call(words: list[str], given: str) -> tuple[int, str, str]:
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        into.write(given.encode())
        into.seek(0)
        child = os.fork()
        if not child:
            os._exit(_as_dothi(words, into, out, err))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = [_whole(stream) for stream in (out, err)]
        return code, said[0], said[1]


def _as_dothi(words: list[str], *streams: IO[bytes]) -> int:
    """What this process, made for the call, ends with."""
    from dothi.cli import main

    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
    sys.argv = ["dothi", *words]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _whole(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode()


if __name__ == "__main__":
    _serve()
