"""The desk of the demo city: its lines and units, the calls of the last days, simulated crews and callers."""
