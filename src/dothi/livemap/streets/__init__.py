"""Streets for the map: an OSM extract becomes one PMTiles file in the data folder, served in small ranges."""
