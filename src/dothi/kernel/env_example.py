"""`python -m dothi.kernel.env_example`: the text of `.env.example`, made from the declared settings."""

from __future__ import annotations

from typing import Any

from dothi.kernel.settings import DECLARED, Setting

HEADER = """\
# Every setting of dothi with its default, written by `make env-example`. Copy what is to differ.
# A secret may also come from a file: DOTHI_X_FILE=/path/of/the/file.
"""


def render() -> str:
    """One commented line per setting, with its words in both languages above."""
    return HEADER + "".join(_block(setting) for setting in DECLARED)


def _block(setting: Setting) -> str:
    secret = " (bí mật · secret)" if setting.secret else ""
    return f"\n# {setting.vi}{secret}\n# {setting.en}\n# {setting.variable}={shown(setting.default)}\n"


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201 - its output is the file
