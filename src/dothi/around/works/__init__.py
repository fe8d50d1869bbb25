"""Planned works: what will be cut off, closed or held, where and from when to when, as its agency publishes it."""
