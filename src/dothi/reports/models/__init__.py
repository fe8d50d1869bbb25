"""Reports of citizens: what was seen and where, who has it and until when, what was done, and – apart from all that – who reported it.

One idea a file; tables of single folders lie in those folders, and Django finds them by the lines here. Those of `people` are
the vault's alone (held by import-linter) and told on from here by no name."""

from dothi.reports.desk import models as desk_models
from dothi.reports.email import models as email_models
from dothi.reports.identity import models as identity_models
from dothi.reports.insight import models as insight_models
from dothi.reports.intake import models as intake_models
from dothi.reports.models import people
from dothi.reports.models.extension import Extension
from dothi.reports.models.map import MapCell, MapChange
from dothi.reports.models.pausing import Pause, PauseReason
from dothi.reports.models.rating import Rating
from dothi.reports.models.record import Photo, ReportLine
from dothi.reports.models.report import Report
from dothi.reports.models.rows import Competence, Handling, ReportRule
from dothi.reports.models.series import ReportSeries
from dothi.reports.models.states import Door, Process, State
from dothi.reports.open311 import models as open311_models
from dothi.reports.plates import models as plates_models
from dothi.reports.publicity import models as publicity_models

__all__ = [
    "Competence", "Door", "Extension", "Handling", "MapCell", "MapChange", "Pause", "PauseReason", "Photo", "Process", "Rating", "Report",
    "ReportLine", "ReportRule", "ReportSeries", "State",
    "desk_models", "email_models", "identity_models", "insight_models", "intake_models", "open311_models", "people", "plates_models", "publicity_models",
]  # fmt: skip
