"""Which machines may be asked: nobody may have us reach into our own network by giving an address.

The check is made of the address that a connection is about to be made to, after every resolution
and every redirect, so that a name that leads elsewhere the second time passes nothing.
"""

import errno
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST = ipaddress.IPv6Network("2000::/3")
"""What of IPv6 leads anywhere at all; the rest is local, or not given out."""
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 behind a translator, the last four bytes being the address."""
_PRIVATE = [
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
]
"""Loopback and private networks. Link-local addresses are not among them: clouds hand out their
machines' credentials there."""


class Forbidden(OSError):
    """The address is one that nobody may have us connect to."""


def is_allowed(text: str, *, allow_private: bool) -> bool:
    """Whether a connection may be made to an IP address."""
    address = _unwrapped(ipaddress.ip_address(text.partition("%")[0]))
    if allow_private and any(address in network for network in _PRIVATE):
        return True
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not address.is_multicast


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one leads to, if it leads to one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def guard(*, allow_private: bool) -> Callable[[Any], socket.socket]:
    """Makes the sockets of connections, from ``getaddrinfo``'s five parts, to who may be asked."""

    def make(info: Any) -> socket.socket:
        family, kind, protocol, _, target = info
        if not is_allowed(target[0], allow_private=allow_private):
            raise Forbidden(errno.EACCES, f"{target[0]} is not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)

    return make
