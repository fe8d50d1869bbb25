"""What is around a place now: measured, warned of, planned, reported. The place itself is kept nowhere."""
