"""The library that runs conditions, without its command line: that would load three libraries for terminals in every process.

They are a sixth of what a process needs to start. Nobody else imports `cel`.
"""

from __future__ import annotations

import sys
from types import ModuleType

sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))  # what `from . import cli` finds

import cel  # noqa: E402

__all__ = ["cel"]
