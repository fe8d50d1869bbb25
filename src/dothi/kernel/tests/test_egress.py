"""Addresses that somebody else named lead to public places only, in whichever clothes a private one comes."""

from __future__ import annotations

import pytest

from dothi.kernel.egress import may_reach


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1%eth0", "fec0::1", "fd00:ec2::254", "ff02::1", "5f00::1",
        "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:0:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
        "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_what_lies_inside_is_refused(address: str) -> None:
    assert not may_reach("example.org", address, ())


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_what_is_public_is_reached(address: str) -> None:
    assert may_reach("example.org", address, ())


@pytest.mark.parametrize(
    ("host", "address", "allowed"),
    [("nas.local", "10.0.0.5", ("NAS.local",)), ("x", "10.0.0.5", ("10.0.0.0/8",)), ("x", "fec0::1", ("fec0::1",))],
)  # fmt: skip
def test_what_is_listed_is_reached(host: str, address: str, allowed: tuple[str, ...]) -> None:
    assert may_reach(host, address, allowed)
    assert not may_reach("other", "10.1.0.0" if ":" in address else "192.168.0.1", allowed)
