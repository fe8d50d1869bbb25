"""`python -m dothi.kernel.settings_page`: the text of `docs/reference/settings.md`, made from the declared settings."""

from __future__ import annotations

from dothi.kernel.env_example import shown
from dothi.kernel.settings import DECLARED, Setting

HEADER = """\
# Settings · Cấu hình

Written by `make env-example` from `kernel/settings.py`. Every setting is an environment variable; a secret may also come from a file
(`DOTHI_X_FILE=/path`). A wrong value stops the start and names the variable.

| variable | type | default | tiếng Việt | English |
| --- | --- | --- | --- | --- |
"""


def render() -> str:
    """One row per setting."""
    return HEADER + "".join(_row(setting) for setting in DECLARED)


def _row(setting: Setting) -> str:
    kind = f"{setting.kind}, secret" if setting.secret else setting.kind
    return f"| `{setting.variable}` | {kind} | `{shown(setting.default) or ' '}` | {setting.vi} | {setting.en} |\n"


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201 - its output is the file
