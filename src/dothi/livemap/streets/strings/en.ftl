error-livemap-streets-unreadable = Map file { $file } cannot be read: { $reason }. Use an .osm.pbf extract of OpenStreetMap.
error-livemap-streets-nothing-drawn = File { $file } has no road, water, park or place to draw.
error-livemap-streets-not-loaded = Streets are not loaded; run: dothi map import FILE.osm.pbf
livemap-streets-step-read = Reading objects
livemap-streets-step-tiles = Drawing tiles
livemap-streets-imported = Streets loaded from { $file } ({ $size } MB, data of { $day }). { $licence }
livemap-streets-day-unknown = unknown
livemap-streets-none = Streets are not loaded.
