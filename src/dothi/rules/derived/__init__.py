"""Values computed from measurements: pure algorithms here, reading and writing in `rules/derive.py`."""
