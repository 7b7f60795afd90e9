"""Network addresses of callers: whom a proxy names, and what of an address belongs to one household."""

from __future__ import annotations

import ipaddress


def parse_address(text: str) -> str | None:
    """An IP address in its one form, or None; an IPv4 address written as IPv6 is the IPv4 address."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def caller_address(remote: str, forwarded: str, *, proxies: int) -> str | None:
    """The caller's address: `proxies` trusted ones, each of which added a hop to X-Forwarded-For.

    What a caller writes there stands further left and is not believed; neither is a header with fewer hops than
    trusted proxies, nor one with something else than an address at that place: then it is `remote`, the other end
    of the connection. None when that is no address either (a socket of the machine).
    """
    hops = forwarded.split(",") if proxies > 0 else []
    told = parse_address(hops[-proxies]) if len(hops) >= proxies > 0 else None
    return told or parse_address(remote)


def household(address: str) -> str:
    """What tries are counted by: an IPv4 address, the /64 network of an IPv6 one, whose 2^64 are one household's."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, 64), strict=False))
