"""Reads Open311 through georeport as it comes: `python walk_georeport.py PORT CODE CODE`. Run in an environment of its own."""

from __future__ import annotations

import sys

from georeport import GeoReport

PORT, *CODES = sys.argv[1:]
SERVICE = "urban-services.waste-left"

for form in ("json", "xml"):
    client = GeoReport(f"http://127.0.0.1:{PORT}/open311/v2", output_format=form)
    services = client.get_service_list()
    found = next(one for one in services if one["service_code"] == SERVICE)
    assert found["type"] == "realtime", found
    assert found["metadata"] in (True, "true"), found
    definition = client.get_service_definition(SERVICE)
    assert definition["service_code"] == SERVICE, definition
    rows = client.get_service_requests(status="open", service_code=SERVICE)
    assert {one["service_request_id"] for one in rows} == set(CODES), rows
    for code in CODES:
        one = client.get_service_request(code)
        assert one["service_request_id"] == code, one
        assert one["status"] == "open", one
        assert one["requested_datetime"].endswith("+07:00"), one
    assert one["description"] == "Ống nước <vỡ> & tràn", one
    chosen = client.get_service_requests(service_request_id=",".join(CODES), status="closed")
    assert len(chosen) == 2, chosen

print("done")
