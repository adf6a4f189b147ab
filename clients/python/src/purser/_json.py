"""JSON of what is asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from purser.money import text_of


def json_of(body: object) -> bytes:
    return json.dumps(body, default=_value_of, allow_nan=False).encode()


def _value_of(value: object) -> object:
    if isinstance(value, Decimal):
        return text_of(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no place in a request")
