"""Unit conversions on the way in. Codes are UN/CEFACT (NGSI-LD `unitCode`).

µg/m³ per ppb as given by ITU (NO2 1.9, SO2 2.62, O3 1.96) and, for CO, 1.145 (28.01 g/mol at 25 °C and 1 atm,
24.465 l/mol; the same conditions the others were made for). Certainty [S] for the first three, [D] for CO.
"""

from __future__ import annotations

MICROGRAM_PER_PPB = {"no2": 1.9, "so2": 2.62, "o3": 1.96, "co": 1.145}

# (from, to) -> (factor, offset): to = from * factor + offset
LINEAR = {
    ("GP", "GQ"): (1000.0, 0.0),  # mg/m³ -> µg/m³
    ("FAH", "CEL"): (5 / 9, -160 / 9),
    ("KEL", "CEL"): (1.0, -273.15),
    ("C62", "P1"): (100.0, 0.0),  # fraction -> percent
    ("P1", "C62"): (0.01, 0.0),
    ("LTR", "MTQ"): (0.001, 0.0),  # litre -> m³
    ("E32", "MQH"): (0.001, 0.0),  # litre per hour -> m³/h
    ("MTS", "KMH"): (3.6, 0.0),  # m/s -> km/h
    ("HM", "KMH"): (1.609344, 0.0),  # statute mile per hour -> km/h, exact since 1959
}
_GAS = {"ppb": 1.0, "ppm": 1000.0}


def conversion(attribute: str, source: str, target: str) -> tuple[float, float] | None:
    """Factor and offset from `source` to `target` for this attribute; None when nobody knows it."""
    if source == target:
        return 1.0, 0.0
    if source in _GAS and target == "GQ" and attribute in MICROGRAM_PER_PPB:
        return _GAS[source] * MICROGRAM_PER_PPB[attribute], 0.0
    return LINEAR.get((source, target))


def known_sources(attribute: str, target: str) -> list[str]:
    """What may stand in a mapping's `from` for this attribute and unit (for messages)."""
    gases = list(_GAS) if target == "GQ" and attribute in MICROGRAM_PER_PPB else []
    return [target, *gases, *(source for source, to in LINEAR if to == target)]
