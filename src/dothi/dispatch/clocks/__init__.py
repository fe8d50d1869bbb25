"""How long people wait for help: the clocks of calls and of units, beside targets that are dated data."""
