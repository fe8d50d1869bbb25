"""`dothi replay FILE --mapping M --speed 600`: a recording through MQTT, its times shifted to now."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import django
import typer

app = typer.Typer()


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet, also .gz")],
    mapping: Annotated[Path, typer.Option("--mapping", "-m", help="Mapping file (TOML)")],
    speed: Annotated[float, typer.Option(help="600: ten recorded minutes per second", min=0.01)] = 1.0,
    since: Annotated[str, typer.Option("--from", help="First recorded time (ISO 8601)")] = "",
    until: Annotated[str, typer.Option("--to", help="Recorded time to stop before (ISO 8601)")] = "",
    start: Annotated[
        str, typer.Option(help="When the first reading is to happen (default: so that the last one is now)")
    ] = "",
    key: Annotated[
        str,
        typer.Option(
            help="Device key with origin replayed (default: one is issued for this run)",
            envvar="DOTHI_REPLAY_KEY",
        ),
    ] = "",
    host: Annotated[str, typer.Option(help="MQTT host")] = "127.0.0.1",
) -> None:
    """Plays a recording into the running system; every value says that it is replayed."""
    django.setup()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from dothi.connectors import replay as replaying
    from dothi.connectors.files import mapping as mappings
    from dothi.kernel import clock
    from dothi.kernel.engines import addresses
    from dothi.kernel.i18n import t

    window = replaying.Window(_time(since), _time(until))
    folders = [file.resolve().parent, mapping.resolve().parent]
    recording = replaying.read_recording(mappings.load(mapping), file, folders, window)
    with (
        _key(key) as usable,
        Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        ) as bar,
    ):
        task = bar.add_task("", total=len(recording.readings))

        def progress(done: int, at: dt.datetime) -> None:
            bar.update(task, completed=done, description=f"{at.astimezone(clock.VIETNAM):%d/%m/%Y %H:%M}")

        work = replaying.replay(
            recording,
            key=usable,
            host=host,
            port=addresses.mqtt_port(),
            speed=speed,
            start=_time(start),
            progress=progress,
        )
        done = asyncio.run(work)
    typer.echo(t("connectors-replayed", count=done, refused=recording.refused))


def _time(text: str) -> dt.datetime | None:
    """An ISO time; without a zone it is Viet Nam's."""
    from dothi.kernel import clock

    if not text:
        return None
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text}: ISO 8601, e.g. 2021-03-01T00:00") from None
    return at if at.tzinfo else at.replace(tzinfo=clock.VIETNAM)


class _key:  # noqa: N801 - reads as a verb in `with`
    """The key given, or one issued for this run and revoked after it."""

    def __init__(self, given: str) -> None:
        self._given = given
        self._issued: Any = None

    def __enter__(self) -> str:
        if self._given:
            return self._given
        from dothi.accounts.actions import issue_key

        self._issued, text = issue_key(
            "dothi replay", kind="device", origin="replayed", by=None, reason="dothi replay"
        )
        return str(text)

    def __exit__(self, *_: object) -> None:
        if self._issued is not None:
            from dothi.accounts.actions import revoke_key

            revoke_key(self._issued, by=None, reason="dothi replay ended")
