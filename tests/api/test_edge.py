"""Whom a request is counted for."""

from __future__ import annotations

import pytest

from api.edge import client_key


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_client_is_its_whole_network(host: str, key: str) -> None:
    assert client_key({"client": (host, 1)}) == key


def test_a_client_without_an_address_has_a_key() -> None:
    assert client_key({"client": None}) == "unknown"
