"""How well proposals fit what other cities recorded: the method and the counts, not a promise."""
