"""The rooms that may answer an address, in the order in which they are asked."""

ROOMS = (
    "web",
    "livemap",
    "accounts",
    "territory",
    "entities",
    "connectors",
    "packs",
    "rules",
    "codelists",
    "incidents",
    "indicators",
    "commands",
    "calls",
    "forces",
    "warnings",
    "dispatch",
)
