"""What to do where: pages and support lines for citizens, businesses and visitors, each with its source, owner and day of review."""
