"""`dothi simulate [PACK]`: plays the simulator profiles of the packs on the demo city's stations, live, by MQTT."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from dothi.cli.worker_ import beside_heartbeat
from dothi.kernel.engines import addresses
from dothi.kernel.errors import NotFound
from dothi.kernel.i18n import t

app = typer.Typer()


@app.command()
def simulate(
    pack: Annotated[
        str, typer.Argument(help="Pack whose profiles are played (default: all of the demo)")
    ] = "",
    key: Annotated[
        str,
        typer.Option(
            help="Device key with origin simulated (default: the demo's)", envvar="DOTHI_SIMULATOR_KEY"
        ),
    ] = "",
) -> None:
    """Plays simulated stations until Ctrl-C. Every value is marked as simulated."""
    from dothi.demo.card import read_simulator_key
    from dothi.demo.city import demo_city
    from dothi.demo.play import play
    from dothi.kernel.errors import ConfigurationError

    city = demo_city()
    if pack and pack not in city.packs:
        raise NotFound("pack-does-not-exist", code=pack)
    found = key or read_simulator_key()
    if not found:
        raise ConfigurationError("simulator-without-key")
    played = [one for one in city.simulated() if pack in ("", one.pack)]
    typer.echo(
        t(
            "demo-simulating",
            stations=sum(len(one.simulator.stations) for one in played),
            seconds=min(one.simulator.profile.publish_every_s for one in played),
        )
    )
    try:
        asyncio.run(
            beside_heartbeat(
                "simulator",
                play(
                    city,
                    key=found,
                    host="127.0.0.1",
                    port=addresses.mqtt_port(),
                    pack=pack,
                    say=lambda what, count: typer.echo(t(f"demo-{what}", hours=count)),
                ),
            )
        )
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
