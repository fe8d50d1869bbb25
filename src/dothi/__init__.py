"""dothi (đô thị, "city"): an open operations centre for Vietnamese provinces, cities and wards."""

__version__ = "0.1.0"
