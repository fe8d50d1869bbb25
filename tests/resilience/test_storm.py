"""A storm of reports with the serving process killed twice while it is written: every form that was answered is one report in the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from dothi.kernel.testing.system import _OF_THE_TEST_RUN

pytestmark = pytest.mark.slow(seconds=60)
_RUN = "import json; from dothi.bench import reports; print(json.dumps(reports.run(entities=0, rate=100, seconds=8)))"


def test_none_is_lost_and_none_comes_twice() -> None:
    environment = {name: told for name, told in os.environ.items() if name not in _OF_THE_TEST_RUN}
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=600,
    )
    seen = {one["name"]: one["value"] for one in json.loads(done.stdout.splitlines()[-1])}
    assert seen["reports.storm"] > 0
    assert (seen["reports.storm.lost"], seen["reports.storm.twice"]) == (0, 0)
