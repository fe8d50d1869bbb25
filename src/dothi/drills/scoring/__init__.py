"""The score of a play: counted from what the copy itself noted, each figure with its target, how many, and the minute it came from."""

from dothi.drills.scoring.counting import score
from dothi.drills.scoring.figures import Figure, Reading, Score

__all__ = ["Figure", "Reading", "Score", "score"]
