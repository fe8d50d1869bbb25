"""Figures that people type: owed by a deadline, with a paper, approved by a second person, corrected with a reason."""
