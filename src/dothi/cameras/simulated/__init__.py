"""Cameras that are none: a small RTSP server and what it shows. For tests, the bench and the demo city; no real place is in it."""
