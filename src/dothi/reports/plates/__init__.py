"""QR plates: who scans one on a bin, a lamp or a bus stop has the place already."""
