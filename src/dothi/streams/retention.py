"""How long messages that could not be stored are kept; how many at most is the writer's business (DOTHI_DEAD_LETTERS)."""

from dothi.kernel.retention import by_statement, forgets

forgets("dead-letters", 90, "Tra cứu và gửi lại bản tin không ghi được")(
    by_statement("dothi.streams", "sql/retention.sql", "dead_letters")
)
