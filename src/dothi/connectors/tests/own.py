"""The smallest mapping: one station column, one time, one measurement."""

MAPPING = """
[file]
separator = ";"
[entity]
type = "AirQualityObserved"
id = "own-{s}"
[time]
column = "t"
format = "%Y-%m-%d %H:%M"
zone = "Asia/Ho_Chi_Minh"
[[attribute]]
column = "PM2.5"
name = "pm25"
unit = "GQ"
"""
