"""The officers' desk: many reports at once, answers from templates, what a report has to do with, what a caller or a letter told."""
