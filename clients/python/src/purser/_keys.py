"""Keys of requests."""

from __future__ import annotations

import secrets
import time
import uuid


def new_key() -> str:
    """A UUID of version 7: new each time, and beginning with when it was made. The service keeps
    keys of one time side by side.
    """
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))
