"""Who wants to be told of what around which place, and telling them: once each, at a decent hour, until it is over."""
