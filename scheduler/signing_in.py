"""How an app proves to a channel that it is itself."""

from __future__ import annotations

import base64
from urllib.parse import quote


def proof_of(client_id: str, secret: str) -> dict[str, str]:
    """The header by which an app with a secret proves itself (RFC 6749 §2.3.1)."""
    if not secret:
        return {}
    pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
