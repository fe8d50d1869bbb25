"""Rules that count: so many entities in one area whose condition holds within a time of each other raise ONE alarm, on the area.

`deciding` is pure; `keeping` reads and writes who takes part, in the engine's transaction.
"""
