"""Whether a port is free, before anything is started on it."""

from __future__ import annotations

import socket


def check_port(port: int) -> None:
    """Refuses a port that another programme listens on, or that this account may not use."""
    from campaigns.errors import Unusable

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the server does it: connections of a server that just ended do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Unusable(
                "Port {port} is reserved for the system. Choose one above 1023: litfass up --port N, or LITFASS_PORT.",
                port=port,
            ) from None
        except OSError:
            raise Unusable(
                "Port {port} is in use by another program. End that one, or choose another port: "
                "litfass up --port N, or LITFASS_PORT.",
                port=port,
            ) from None
