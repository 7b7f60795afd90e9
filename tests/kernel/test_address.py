"""Whom a trusted proxy names is believed, what a caller writes is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhijia.kernel.address import caller_address, household, parse_address

addresses = st.ip_addresses().map(str)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "seen"),
    [
        (0, "203.0.113.9", "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (1, " 203.0.113.9 ", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (-1, "203.0.113.9", "10.0.0.1", "10.0.0.1"),
        (0, "", "::ffff:198.51.100.7", "198.51.100.7"),
        (0, "", "2001:DB8::0001", "2001:db8::1"),
        (0, "", "", None),
        (0, "", "/run/house.sock", None),
    ],
)
def test_the_caller_is_at_the_end_of_the_connection_or_where_the_proxies_say(
    proxies: int, forwarded: str, remote: str, seen: str | None
) -> None:
    assert caller_address(remote, forwarded, proxies=proxies) == seen


@given(st.text(max_size=60), addresses, addresses, st.integers(1, 3))
def test_whatever_a_caller_writes_first_changes_nothing(
    forged: str, caller: str, proxy: str, proxies: int
) -> None:
    hops = [caller] + [proxy] * (proxies - 1)
    honest = caller_address(proxy, ", ".join(hops), proxies=proxies)
    assert (
        honest == caller_address(proxy, ", ".join([forged, *hops]), proxies=proxies) == parse_address(caller)
    )


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_all_addresses_of_an_ipv6_network_are_one_household(address: object, last: int) -> None:
    network = household(str(address))
    other = type(address)((int(address) >> 64 << 64) + last)  # type: ignore[call-overload]
    assert network.endswith("/64") and household(str(other)) == network


def test_an_ipv4_address_is_a_household_of_its_own() -> None:
    assert household("198.51.100.7") == "198.51.100.7"
