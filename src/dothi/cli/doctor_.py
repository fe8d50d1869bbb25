"""`dothi doctor`."""

import typer

from dothi.duty.doctoring import duty
from dothi.forces.doctoring import road_times
from dothi.kernel import settings
from dothi.kernel.engines.doctor import LEFT_BEHIND, State, examine
from dothi.kernel.i18n import t
from dothi.reports.email.doctoring import mailboxes

app = typer.Typer()
COLOUR = {State.WELL: "green", State.NOTE: "yellow", State.WRONG: "red"}


@app.command()
def doctor() -> None:
    """Says what is wrong and how to mend it; exit code 1 when something is."""
    LEFT_BEHIND["streams_dead_letter"] = "dead-letters"
    language, wrong = settings.read("LANGUAGE"), 0
    for finding in examine(road_times, duty, mailboxes):
        line, *remedy = finding.words(language)
        typer.echo(f"{typer.style(finding.state.value, fg=COLOUR[finding.state])} {line}")
        for text in remedy:
            typer.echo(f"    → {text}")
        wrong += finding.state is State.WRONG
    typer.echo(t("engines-doctor-verdict", language, wrong=wrong))
    raise typer.Exit(1 if wrong else 0)
