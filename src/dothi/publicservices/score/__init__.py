"""How well public services are given: formulas as dated data, cells kept by increments, what would raise them."""
