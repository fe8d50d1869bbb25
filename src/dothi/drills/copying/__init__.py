"""The marked copy of the desk: what of the city it holds, and how it comes there."""
