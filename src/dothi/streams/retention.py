"""How long messages that could not be stored are kept; how many at most is the writer's business (DOTHI_DEAD_LETTERS)."""

from dothi.kernel.retention import forgets_rows, named

forgets_rows(
    "dead-letters",
    90,
    "Tra cứu và gửi lại bản tin không ghi được",
    table="streams_dead_letter",
    select=named("dothi.streams", "sql/retention.sql", "dead_letters"),
)
