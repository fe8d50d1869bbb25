"""Recordings of calls: found in the exchange's folder, played with a purpose, kept by class."""
