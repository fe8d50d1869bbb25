"""How sure a share is that was counted of n. Pure."""

from __future__ import annotations

import math

Z95 = 1.959964  # of the normal distribution, two sides, 95 %


def wilson(k: int, n: int, z: float = Z95) -> tuple[float, float]:
    """The 95 % interval of the share k/n: Wilson (1927), JASA 22, p. 209–212. It stays in [0, 1] and holds for small n too."""
    if n == 0:
        return 0.0, 1.0
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(k * (n - k) / n + z * z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)
