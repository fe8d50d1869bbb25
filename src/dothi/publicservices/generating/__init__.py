"""A year of dossiers of a province that never was: for load alone, and marked as that wherever it is shown."""
