"""Every form of every room that a person can send: a row in the file of its field, or the reason why not in ELSEWHERE.

Rows of one room stand in the order in which they are sent: a later one may use what an earlier one made.
"""

from __future__ import annotations

from . import (
    forms_alarms,
    forms_around,
    forms_boards,
    forms_briefings,
    forms_cameras,
    forms_command,
    forms_crews,
    forms_desk,
    forms_devices,
    forms_dispatch,
    forms_dossiers,
    forms_drills,
    forms_duty,
    forms_forces,
    forms_indicators,
    forms_leaders,
    forms_notify,
    forms_packs,
    forms_people,
    forms_registers,
    forms_reports,
    forms_reports_public,
    forms_score,
    forms_shiftbook,
    forms_sources,
    forms_surveys,
    forms_tasks,
    forms_wall,
    forms_warnings,
)
from .form import Case

CASES: dict[str, Case] = (
    forms_people.CASES
    | forms_registers.CASES
    | forms_reports.CASES
    | forms_dossiers.CASES
    | forms_score.CASES
    | forms_indicators.CASES
    | forms_surveys.CASES
    | forms_briefings.CASES
    | forms_around.CASES
    | forms_boards.CASES
    | forms_reports_public.CASES
    | forms_command.CASES
    | forms_crews.CASES
    | forms_alarms.CASES
    | forms_sources.CASES
    | forms_devices.CASES
    | forms_drills.CASES
    | forms_packs.CASES
    | forms_desk.CASES
    | forms_dispatch.CASES
    | forms_forces.CASES
    | forms_notify.CASES
    | forms_duty.CASES
    | forms_warnings.CASES
    | forms_shiftbook.CASES
    | forms_tasks.CASES
    | forms_wall.CASES
    | forms_leaders.CASES
    | forms_cameras.CASES
)

# Sent twice they do the same again and nobody is worse off, or the room tests it where it belongs.
ELSEWHERE = {
    **forms_reports.ELSEWHERE,
    **forms_surveys.ELSEWHERE,
    **forms_wall.ELSEWHERE,
    **forms_leaders.ELSEWHERE,
    **forms_around.ELSEWHERE,
    "notify-channel-test": "another test is another message, which is what was asked for",
    "notify-phone-read": "the receipt of a simulated phone: a repeat changes nothing (notify/tests/test_doors.py)",
    "notify-me-browser": "the same subscription is one address",
    "notify-me-remove": "the second finds no address of one's own (notify/tests/test_doors.py)",
    "notify-receipts": "a receipt twice changes nothing (notify/tests/test_doors.py)",
    "notify-arrived": "a browser's receipt twice changes nothing: as of every channel",
    "accounts-restore": "opens an account that may be open already",
    "accounts-reset-password": "each answer shows the password that it set; the later one holds",
    "accounts-unlock": "frees what may be free already",
    "accounts-remove-second-factor": "removes what may be gone already",
    "accounts-review": "notes today's date",
    "accounts-chart": "tested in test_twice.py",
    "accounts-agency-end": "tested in test_twice.py with an agency of its own",
    "entity-correct": "names the revision that was seen: the second finds another (entities/tests/test_corrections.py)",
    "duty-pattern-withdraw": "takes back what has not begun; the second finds none (duty/tests/test_screens.py)",
    "duty-hush": "silences one's own screens, each time on record (duty/tests/test_screens.py)",
    "incident-split": "what was chosen stands elsewhere by then (incidents/tests/test_command.py)",
    "subscription-switch": "a compare-and-swap: the second finds it so already (entities/tests/test_deliveries.py)",
    "subscription-again": "takes what was given up: the second finds none (entities/tests/test_deliveries.py)",
    "indicators-sheet": "fills the form from a file, keeps nothing",
    "territory-import": "shows a plan, writes nothing",
    "territory-import-apply": "tested in test_twice.py: one run for one plan",
    "territory-import-stop": "a compare-and-swap on the run's state: the second finds it stopped (409)",
    "territory-import-again": "a compare-and-swap on the run's state: the second finds it queued",
    "connectors-stop": "a compare-and-swap on the run's state: the second finds it stopped (409)",
    "connectors-try-again": "compare-and-swap of a dead letter, tested in streams",
    "accounts-ticket": "gives a ticket, keeps nothing",
    "retry-event": "settles a failed handling that may be settled already",
    "set-event-aside": "settles a failed handling that may be settled already",
    "packs-shipped": "does what packs-edition does, with the files that came with the program",
    "connectors-source-test": "connects and shows, stores nothing",
    "connectors-source-now": "sets the time of the next question: twice is once",
    "connectors-set-aside": "settles a dead letter that may be settled already",
    "connectors-settle-reason": "settles dead letters that may be settled already",
    "cameras-import": "a code that is known is described anew: twice is once (cameras/tests/test_register.py)",
    "camera-confirm": "the view that stands is right: saying it twice changes no judgement (cameras/tests/test_register.py)",
    "web-choices": "a cookie",
    "demo-exchange": "dials for the demo's exchange, keeps no row (demo/tests/test_exchange.py)",
    "demo-exchange-over": "hangs up what may be over already",
    "crew-deeds": "a batch of JSON, each deed once by its own id (crews/tests/test_deeds.py)",
    "crew-track-end": "ends a look that may be over already",
}
