"""The process in which apprise runs: reads one message on its standard input, ends with 0 (taken), 1 (not), 2 (leads inside), 3 (no address
of apprise). Its libraries connect as they like; an audit hook of the interpreter sees each connection before it is made."""

from __future__ import annotations

import json
import sys
from typing import Any

from dothi.kernel import egress

NOT_TAKEN, INSIDE, NO_ADDRESS = 1, 2, 3
_refused: list[str] = []


def judged(event: str, arguments: tuple[Any, ...]) -> None:
    """Only addresses that the guard lets pass. A name was resolved before, so it cannot change its mind."""
    if event not in ("socket.connect", "socket.sendto"):
        return
    place = arguments[1]
    if not isinstance(place, tuple) or not egress.may_reach(str(place[0]), str(place[0])):
        _refused.append(str(place[0]) if isinstance(place, tuple) else str(place))
        raise PermissionError(f"egress refused: {_refused[-1]}")


def main() -> int:
    told = json.load(sys.stdin)
    import apprise  # after the message is read: it takes a second

    sys.addaudithook(judged)
    post = apprise.Apprise()
    if not post.add(told["url"].replace("{to}", told["to"])):
        sys.stderr.write("address\n")
        return NO_ADDRESS
    if post.notify(body=told["body"], title=told["title"]):
        return 0
    sys.stderr.write("".join(_refused[-1:]) + "\n")
    return INSIDE if _refused else NOT_TAKEN


if __name__ == "__main__":
    sys.exit(main())
