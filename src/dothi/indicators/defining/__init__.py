"""Definitions that people make: drawn up, tried over the past, adopted by a second person from a day on."""
