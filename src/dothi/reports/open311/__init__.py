"""Open311 GeoReport v2: the city as a server of it (`views`) and as a client of others (`exchange`)."""
