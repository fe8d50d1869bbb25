"""Recorded calls of other places played into the desk: to try the clocks and the recommendation on what really happened."""
