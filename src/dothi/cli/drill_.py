"""`dothi drill`: a team trains on a marked copy of the desk."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dothi.accounts.models import Person
    from dothi.drills.models import Drill
    from dothi.drills.playing.recorded import Checked

app = typer.Typer(no_args_is_help=True)
As = Annotated[
    str, typer.Option("--as", help="Login of who answers for it · Tên đăng nhập người chịu trách nhiệm")
]
PATIENCE_S = 300.0


@app.command("scenarios")
def scenarios() -> None:
    """Lists the drills of the packs in force."""
    _set_up()
    from dothi.drills.queries import plans
    from dothi.packs.scenario import said

    for key, plan in plans().items():
        typer.echo(f"{key:<34} {said(plan.name)} ({plan.lasts_s / 60:.0f} min)")


@app.command("list")
def list_() -> None:
    """Lists the drills, the newest first."""
    _set_up()
    from dothi.drills.models import Drill

    for row in Drill.objects.order_by("-made_at")[:50]:
        typer.echo(f"{row.name:<22} {row.state:<9} {row.scenario:<34} {_address(row)}")


@app.command()
def make(
    name: Annotated[str, typer.Argument(help="Letters, digits, hyphens")],
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="emergency/high-rise-fire")],
    person: As,
    pace: Annotated[float, typer.Option(help="How many times quicker the outside happens")] = 1.0,
) -> None:
    """Makes the marked copy of the running city and starts it; says its address."""
    _set_up()
    from dothi.drills import actions

    row = actions.make(name, scenario, pace=pace, by=_person(person))
    row = _wait(row, lambda one: one.state != "making")
    if row.state == "failed":
        typer.secho(f"dothi: {row.trouble}", fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(json.dumps(row.progress))
    typer.echo(_address(row))


@app.command()
def play(name: str, person: As) -> None:
    """Lets it begin, or go on after a pause."""
    _move("play", name, person)


@app.command()
def pause(name: str, person: As) -> None:
    """Nothing more happens outside until it goes on."""
    _move("pause", name, person)


@app.command()
def end(name: str, person: As) -> None:
    """Takes the last score and stops the copy, which is deleted after its dated time."""
    row = _wait(_move("end", name, person), lambda one: one.state == "ended")
    _say_score(row)


@app.command()
def score(
    name: str, as_json: Annotated[bool, typer.Option("--json", help="The whole record")] = False
) -> None:
    """The score of a drill, while it runs and after it."""
    _set_up()
    row = _drill(name)
    if as_json:
        typer.echo(json.dumps(row.score, indent=2, ensure_ascii=False))
    else:
        _say_score(row)


@app.command()
def recorded(
    name: Annotated[str, typer.Argument(help="Letters, digits, hyphens")],
    file: Annotated[Path, typer.Argument(help="CSV of recorded calls, also packed (.csv.gz)", exists=True, dir_okay=False)],
    person: As,
    mapping: Annotated[str, typer.Option(help="How the file is read: sf_fire_calls, or a file")] = "sf_fire_calls",
    calls: Annotated[int, typer.Option(help="The first so many calls", min=1, max=5000)] = 200,
    desk: Annotated[str, typer.Option(help="Login of who sits at the automatic desk (default: --as)")] = "",
    people: Annotated[bool, typer.Option("--people", help="The calls ring for people, as recorded; nobody is played")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="The copy goes on running for a look")] = False,
) -> None:  # fmt: skip
    """Recorded calls of another place as the load of a drill; its score beside what the recording itself says."""
    _set_up()
    from dothi.dispatch.recordings import reading
    from dothi.drills import actions
    from dothi.drills.playing import recorded as playing
    from dothi.kernel import clock

    mapped = reading.mapping(mapping)
    found = reading.calls(reading.rows(file), mapped)[:calls]
    tree = playing.tree_for(found, playing.targets_of(clock.today()), file.name, mapped.number_dialled)
    row = _wait(actions.make_recorded(name, tree, by=_person(person)), lambda one: one.state != "making")
    if row.state != "ready":
        typer.secho(f"dothi: {row.trouble or row.state}", fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(_address(row))
    if people:
        return
    _play_recorded(row, file, mapping, calls, desk or person)
    if keep:
        _wait(row, lambda one: one.score.get("counts", {}).get("calls", 0) >= len(found))
    else:
        row = _wait(_move("end", name, person), lambda one: one.state == "ended")
    _say_score(row)
    _say_checked(playing.check(row.score, found))


def _play_recorded(row: Drill, file: Path, mapping: str, calls: int, desk: str) -> None:
    """In a process that belongs to the copy: nothing of the city is within its reach."""
    from dothi.drills.copying.making import environment
    from dothi.drills.queries import folder_of
    from dothi.kernel.engines import folder

    words = [
        "drill",
        "replay",
        str(file.resolve()),
        "--as",
        desk,
        "--mapping",
        mapping,
        "--calls",
        str(calls),
    ]
    done = subprocess.run(folder.command(*words), check=False, env=environment(folder_of(row.name)))
    if done.returncode:
        raise typer.Exit(done.returncode)


def _say_checked(found: list[Checked]) -> None:
    from dothi.kernel.i18n import t

    for one in found:
        key = "drills-recorded-differs" if one.different else "drills-recorded-same"
        name = t(f"drills-measure-{one.measure}")
        typer.echo(t(key, measure=name, scored=one.scored, recorded=one.recorded, different=one.different))
    if any(one.different for one in found):
        raise typer.Exit(1)


@app.command(hidden=True)
def replay(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    person: As,
    mapping: Annotated[str, typer.Option()] = "sf_fire_calls",
    calls: Annotated[int, typer.Option(min=1, max=5000)] = 200,
) -> None:
    """Plays recorded calls with an automatic desk in the copy in DOTHI_DATA, as quickly as it goes (used by `recorded`)."""
    from dothi.kernel import clock, drill
    from dothi.kernel.errors import BadRequest, ConfigurationError

    if drill.mark() is None:
        raise ConfigurationError("drill-not-marked")
    _set_up()
    from dothi.dispatch.recordings import reading
    from dothi.drills.playing import recorded as playing
    from dothi.drills.playing.doors import read_keys
    from dothi.kernel.i18n import t

    by = _person(person)
    if by.agency is None:
        raise BadRequest("drill-desk-without-agency", person=person)
    found = reading.calls(reading.rows(file), reading.mapping(mapping))[:calls]
    told = playing.moved(found, clock.now())
    played = playing.play(told, adapter=read_keys().adapter, agency=by.agency, by=by)
    typer.echo(t("drills-recorded-played", acts=played.acts, refused=played.refused.total()))


@app.command(hidden=True)
def run() -> None:
    """The supervisor of the copy in DOTHI_DATA (used by the city's worker)."""
    from dothi.kernel import drill
    from dothi.kernel.engines import supervisor
    from dothi.kernel.errors import ConfigurationError

    if drill.mark() is None:
        raise ConfigurationError("drill-not-marked")
    supervisor.up(simulate=["drill", "player"])


@app.command(hidden=True)
def player() -> None:
    """Plays the timeline of the copy in DOTHI_DATA (used by its supervisor)."""
    from dothi.kernel import drill
    from dothi.kernel.errors import ConfigurationError

    if drill.mark() is None:
        raise ConfigurationError("drill-not-marked")
    _set_up()
    from dothi.cli.worker_ import beside_heartbeat
    from dothi.drills.playing import player as playing
    from dothi.kernel import logs

    logs.configure("drill")

    async def until_told() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await beside_heartbeat("drill", playing.run(stop))

    asyncio.run(until_told())


@app.command(hidden=True)
def desk(person: As, after: Annotated[float, typer.Option(help="Seconds that a caller waits")] = 2.0) -> None:
    """An automatic desk in the copy in DOTHI_DATA, until Ctrl-C: for load."""
    from dothi.kernel import drill
    from dothi.kernel.errors import ConfigurationError

    if drill.mark() is None:
        raise ConfigurationError("drill-not-marked")
    _set_up()
    from dothi.drills.models import Play
    from dothi.drills.playing import desk as automatic
    from dothi.drills.playing.doors import read_keys
    from dothi.drills.queries import plan_in

    by, adapter = _person(person), read_keys().adapter
    plan = plan_in(Play.objects.get().plan)
    while Play.objects.get().state != Play.State.OVER:
        if taken := automatic.step(plan, adapter, by=by, answers_after_s=after):
            typer.echo(str(taken))
        time.sleep(0.3)


def _set_up() -> None:
    import django

    django.setup()


def _person(username: str) -> Person:
    from dothi.accounts.queries import get_person

    return get_person(username)


def _drill(name: str) -> Drill:
    from dothi.drills.models import Drill
    from dothi.kernel.errors import NotFound

    row = Drill.objects.filter(name=name).first()
    if row is None:
        raise NotFound("drill-does-not-exist", name=name)
    return row


def _move(what: str, name: str, person: str) -> Drill:
    _set_up()
    from dothi.drills import actions

    row: Drill = getattr(actions, what)(_drill(name), by=_person(person))
    typer.echo(f"{row.name} {row.state}")
    return row


def _wait(row: Drill, until: Any) -> Drill:
    """The worker makes it true; it is looked at every half second."""
    last = time.monotonic() + PATIENCE_S
    while not until(row) and time.monotonic() < last:
        time.sleep(0.5)
        row.refresh_from_db()
    return row


def _address(row: Drill) -> str:
    from dothi.kernel.engines import addresses

    found = addresses.find()
    host = found.base_url.rsplit(":", 1)[0] if found else "http://127.0.0.1"
    return f"{host}:{row.port}" if row.port else ""


def _say_score(row: Drill) -> None:
    from dothi.drills.shown import lines

    typer.echo("\n".join(lines(row)))
