"""The test run's engines: a real PostgreSQL for every process of the run, every database cloned from one migrated template.

Three kinds of test:
* `@pytest.mark.django_db` (or the `db` fixture): inside a transaction that is rolled back; for the people door.
* `@pytest.mark.django_db(transaction=True)` (or `transactional_db`): really commits; the database is thrown away and
  cloned again afterwards, so that the next test finds the seeded roles and rules, and no id is ever used again.
* `committed_db` (module-scoped URL): a database of its own, for what commits (gateway, writer, LISTEN, COPY).
`nats_server` (for the run) and `own_nats_server` (for one test) are a real NATS with JetStream and MQTT, see nats.py.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dothi.kernel.testing import database
from dothi.kernel.testing.absent import missing
from dothi.kernel.testing.cast import cast, client_of  # noqa: F401 - fixtures for everybody
from dothi.kernel.testing.nats import nats_server, own_nats_server  # noqa: F401 - fixtures
from dothi.kernel.testing.shares import longest_first, refuse_scattered, share_out


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> None:
    """Starts PostgreSQL before Django's settings are read. Never the one that the surroundings name: tests throw data away."""
    os.environ["DOTHI_DEMO"] = "yes"
    os.environ["DOTHI_SECRET_KEY"] = "only-for-tests-" + "x" * 40
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.pop("DOTHI_NATS_URL", None)
        _make_template(early_config)
    if "PYTEST_XDIST_WORKER" in os.environ or not early_config.known_args_namespace.numprocesses:
        _start(early_config)


def _make_template(config: pytest.Config) -> None:
    database.forget_left()
    kept = not os.environ.get("CI")  # there every run begins with nothing
    try:
        template = database.kept_template() if kept else database.make_template()
    except RuntimeError as error:
        pytest.exit(str(error), returncode=3)
    os.environ[database.MADE] = str(template)
    if not kept:
        config.add_cleanup(lambda: database.remove(template))


def _start(config: pytest.Config) -> None:
    server = database.start_copy(Path(os.environ[database.MADE]))
    os.environ["DOTHI_DATABASE_URL"] = server.url
    os.environ["DOTHI_DATA"] = str(server.folder / "var")

    def stop() -> None:
        server.stop()
        database.remove(server.folder)

    config.add_cleanup(stop)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Of two plugins with a fixture of one name the later one counts: ours comes after pytest-django's here.

    Django would empty every table after a test that commits, also those which migrations filled; see the module's text."""
    from django.test import TransactionTestCase

    from dothi.kernel.testing.browsers import share_the_door

    share_the_door()
    config.pluginmanager.import_plugin("dothi.kernel.testing.cloned")
    _examples_that_are_the_same_everywhere()
    TransactionTestCase._fixture_teardown = _clone_again  # type: ignore[attr-defined]  # not in the stubs


def _examples_that_are_the_same_everywhere() -> None:
    """Whether a run is green depends neither on chance nor on how busy the machine is. Before test modules are read: their own
    settings begin with these. To look for new examples: `--hypothesis-seed=random` with `--hypothesis-profile=default`."""
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "dothi", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("dothi")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if getattr(config.option, "loadgroup", False):  # set in the processes of a run with --dist loadgroup
        share_out(items)
    else:
        longest_first(items)


def pytest_collection_finish(session: pytest.Session) -> None:
    if getattr(session.config.option, "loadgroup", False):
        refuse_scattered(session.items)
    _forget_what_was_loaded()


def _forget_what_was_loaded() -> None:
    """It stays to the end: nobody looks through it for garbage again and again, as in a serving process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_teardown() -> None:
    """Whoever chose a language (a request, a command) chose it for this thread: the next test begins with the city's own."""
    from django.utils import translation

    translation.deactivate()


def _clone_again(self: Any) -> None:
    from django.db import connection, connections

    connections.close_all()
    used, url = connection.settings_dict["NAME"], os.environ["DOTHI_DATABASE_URL"]
    connection.settings_dict["NAME"] = database.clone(url)
    database.drop(url, used)


@pytest.fixture(scope="module")
def committed_db() -> Iterator[str]:
    """The URL of a fresh migrated database for this module; dropped afterwards."""
    url = os.environ["DOTHI_DATABASE_URL"]
    name = database.clone(url)
    yield database.url_of(url, name)
    database.drop(url, name)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real recordings; without it the test is skipped, in CI it fails."""
    folder = Path(__file__).resolve().parents[4].parent / "shared" / "data"
    if not folder.is_dir():
        missing(f"real recordings are not here ({folder})")
    return folder


@pytest.fixture
def running_system() -> Iterator[Any]:
    """A whole `dothi up` on ports and in a folder of its own (5 s): a `dothi.kernel.testing.system.System`."""
    from dothi.kernel.testing.system import running_system as running

    with running() as system:
        yield system
