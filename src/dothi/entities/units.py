"""Units of measure as NGSI-LD's `unitCode` carries them: the codes of UNECE Recommendation 20 that a city's systems use.

One home: the symbols on screens, and the shared list that other systems read. A code that is not here stays as it is.
"""

from __future__ import annotations

from typing import NamedTuple

SOURCE = "UNECE Recommendation 20, Rev. 17 (2021), Annex I"


class Measure(NamedTuple):
    """`quantity` is what it measures; its words are `entities-quantity-<quantity>`."""

    code: str
    symbol: str
    vi: str
    en: str
    quantity: str


MEASURES = tuple(
    Measure(*line)
    for line in (
        ("C62", "", "đơn vị", "one", "count"),
        ("H87", "", "cái", "piece", "count"),
        ("IE", "", "người", "person", "count"),
        ("P1", "%", "phần trăm", "percent", "ratio"),
        ("59", "ppm", "phần triệu", "part per million", "ratio"),
        ("61", "ppb", "phần tỷ", "part per billion (US)", "ratio"),
        ("2N", "dB", "đề-xi-ben", "decibel", "ratio"),
        ("Q30", "pH", "độ pH", "pH (potential of Hydrogen)", "acidity"),
        ("MTR", "m", "mét", "metre", "length"),
        ("KMT", "km", "ki-lô-mét", "kilometre", "length"),
        ("CMT", "cm", "xen-ti-mét", "centimetre", "length"),
        ("MMT", "mm", "mi-li-mét", "millimetre", "length"),
        ("4H", "µm", "mi-crô-mét", "micrometre (micron)", "length"),
        ("NMI", "n mile", "hải lý", "nautical mile", "length"),
        ("MTK", "m²", "mét vuông", "square metre", "area"),
        ("KMK", "km²", "ki-lô-mét vuông", "square kilometre", "area"),
        ("CMK", "cm²", "xen-ti-mét vuông", "square centimetre", "area"),
        ("H18", "hm²", "héc-tô-mét vuông (héc-ta)", "square hectometre", "area"),
        ("HAR", "ha", "héc-ta", "hectare", "area"),
        ("MTQ", "m³", "mét khối", "cubic metre", "volume"),
        ("LTR", "l", "lít", "litre", "volume"),
        ("MLT", "ml", "mi-li-lít", "millilitre", "volume"),
        ("SEC", "s", "giây", "second [unit of time]", "time"),
        ("C26", "ms", "mi-li-giây", "millisecond", "time"),
        ("MIN", "min", "phút", "minute [unit of time]", "time"),
        ("HUR", "h", "giờ", "hour", "time"),
        ("DAY", "d", "ngày", "day", "time"),
        ("WEE", "wk", "tuần", "week", "time"),
        ("MON", "mo", "tháng", "month", "time"),
        ("ANN", "y", "năm", "year", "time"),
        ("HTZ", "Hz", "héc", "hertz", "frequency"),
        ("KHZ", "kHz", "ki-lô-héc", "kilohertz", "frequency"),
        ("MHZ", "MHz", "mê-ga-héc", "megahertz", "frequency"),
        ("RPM", "r/min", "vòng trên phút", "revolutions per minute", "frequency"),
        ("MTS", "m/s", "mét trên giây", "metre per second", "speed"),
        ("KMH", "km/h", "ki-lô-mét trên giờ", "kilometre per hour", "speed"),
        ("KNT", "kn", "hải lý trên giờ", "knot", "speed"),
        ("H67", "mm/h", "mi-li-mét trên giờ", "millimetre per hour", "speed"),
        ("MSK", "m/s²", "mét trên giây bình phương", "metre per second squared", "acceleration"),
        ("DD", "°", "độ góc", "degree [unit of angle]", "angle"),
        ("KGM", "kg", "ki-lô-gam", "kilogram", "mass"),
        ("GRM", "g", "gam", "gram", "mass"),
        ("MGM", "mg", "mi-li-gam", "milligram", "mass"),
        ("MC", "µg", "mi-crô-gam", "microgram", "mass"),
        ("TNE", "t", "tấn", "tonne (metric ton)", "mass"),
        ("GQ", "µg/m³", "mi-crô-gam trên mét khối", "microgram per cubic metre", "concentration"),
        ("GP", "mg/m³", "mi-li-gam trên mét khối", "milligram per cubic metre", "concentration"),
        ("M1", "mg/l", "mi-li-gam trên lít", "milligram per litre", "concentration"),
        ("H29", "µg/l", "mi-crô-gam trên lít", "microgram per litre", "concentration"),
        ("GL", "g/l", "gam trên lít", "gram per litre", "concentration"),
        ("KMQ", "kg/m³", "ki-lô-gam trên mét khối", "kilogram per cubic metre", "concentration"),
        ("MQS", "m³/s", "mét khối trên giây", "cubic metre per second", "flow"),
        ("MQH", "m³/h", "mét khối trên giờ", "cubic metre per hour", "flow"),
        ("G52", "m³/d", "mét khối trên ngày", "cubic metre per day", "flow"),
        ("G51", "l/s", "lít trên giây", "litre per second", "flow"),
        ("L2", "l/min", "lít trên phút", "litre per minute", "flow"),
        ("CEL", "°C", "độ C", "degree Celsius", "temperature"),
        ("KEL", "K", "ken-vin", "kelvin", "temperature"),
        ("FAH", "°F", "độ F", "degree Fahrenheit", "temperature"),
        ("PAL", "Pa", "pát-can", "pascal", "pressure"),
        ("A97", "hPa", "héc-tô-pát-can", "hectopascal", "pressure"),
        ("KPA", "kPa", "ki-lô-pát-can", "kilopascal", "pressure"),
        ("BAR", "bar", "ba", "bar [unit of pressure]", "pressure"),
        ("MBR", "mbar", "mi-li-ba", "millibar", "pressure"),
        ("JOU", "J", "jun", "joule", "energy"),
        ("WHR", "W·h", "oát giờ", "watt hour", "energy"),
        ("KWH", "kWh", "ki-lô-oát giờ", "kilowatt hour", "energy"),
        ("MWH", "MWh", "mê-ga-oát giờ", "megawatt hour (1000 kW.h)", "energy"),
        ("WTT", "W", "oát", "watt", "power"),
        ("KWT", "kW", "ki-lô-oát", "kilowatt", "power"),
        ("MAW", "MW", "mê-ga-oát", "megawatt", "power"),
        ("KVA", "kVA", "ki-lô-vôn-ampe", "kilovolt - ampere", "power"),
        ("KVR", "kvar", "ki-lô-vôn-ampe phản kháng", "kilovar", "power"),
        ("VLT", "V", "vôn", "volt", "voltage"),
        ("KVT", "kV", "ki-lô-vôn", "kilovolt", "voltage"),
        ("2Z", "mV", "mi-li-vôn", "millivolt", "voltage"),
        ("AMP", "A", "ampe", "ampere", "current"),
        ("4K", "mA", "mi-li-ampe", "milliampere", "current"),
        ("OHM", "Ω", "ôm", "ohm", "resistance"),
        ("D10", "S/m", "xi-men trên mét", "siemens per metre", "conductivity"),
        ("G42", "µS/cm", "mi-crô-xi-men trên xen-ti-mét", "microsiemens per centimetre", "conductivity"),
        ("H61", "mS/cm", "mi-li-xi-men trên xen-ti-mét", "millisiemens per centimetre", "conductivity"),
        ("LUX", "lx", "lux", "lux", "light"),
        ("LUM", "lm", "lumen", "lumen", "light"),
        ("A24", "cd/m²", "can-đê-la trên mét vuông", "candela per square metre", "light"),
        ("D54", "W/m²", "oát trên mét vuông", "watt per square metre", "irradiance"),
        ("BQL", "Bq", "béc-cơ-ren", "becquerel", "radioactivity"),
        ("AD", "B", "byte", "byte", "data"),
        ("4L", "MB", "mê-ga-bai", "megabyte", "data"),
        ("E34", "GB", "gi-ga-bai", "gigabyte", "data"),
        ("E35", "TB", "tê-ra-bai", "terabyte", "data"),
        ("E20", "Mbit/s", "mê-ga-bit trên giây", "megabit per second", "data"),
    )
)
DEPRECATED = {"HAR": ("H18",)}  # marked D by the recommendation, and what stands in its place
SYMBOLS = {one.code: one.symbol for one in MEASURES}
