"""Amounts: exact decimals in and out, never floats."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

AmountLike: TypeAlias = "Decimal | int | str"
"""What can be taken for an amount: a Decimal, a whole number, or text such as "12.50"."""

# More digits than any amount has: longer text is a mistake, and slow to work with.
_MOST_DIGITS = 1_000

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def amount_of(value: AmountLike) -> Decimal:
    """The exact amount. A float is a TypeError: it is not exact. No amount is a ValueError."""
    # Programs without types give what they have.
    given: object = value
    if isinstance(given, Decimal):
        if not given.is_finite() or abs(given.adjusted()) > _MOST_DIGITS:
            raise ValueError(f"{given} is no amount")
        return given
    if isinstance(given, int) and not isinstance(given, bool):
        return Decimal(given)
    if not isinstance(given, str):
        raise TypeError(f'{given!r} is not exact: write amounts as text or Decimal, such as "0.25"')
    if len(given) > _MOST_DIGITS or not _DECIMAL.fullmatch(given):
        raise ValueError(f'{given[:40]!r} is no amount: write it as "12.50"')
    return Decimal(given)


def text_of(value: AmountLike) -> str:
    """The shortest exact text, as the service writes it: "12.5"."""
    amount = amount_of(value)
    if amount == 0:
        return "0"
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
