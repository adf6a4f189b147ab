from __future__ import annotations

from decimal import Decimal

import pytest
from purser import amount_of, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.50", "12.5"),
        ("0.000", "0"),
        ("-0", "0"),
        (3, "3"),
        (1200, "1200"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-9"), "0.000000001"),
        (Decimal("0.1") + Decimal("0.2"), "0.3"),
        ("1" * 40 + ".1", "1" * 40 + ".1"),
    ],
)
def test_an_amount_is_written_exactly_and_as_short_as_can_be(
    value: Decimal | int | str, text: str
) -> None:
    assert text_of(value) == text
    assert amount_of(text) == amount_of(value)


@pytest.mark.parametrize("value", [0.1, 1.0, float("nan"), True, None, ["1"]])
def test_what_is_not_exact_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="is not exact"):
        amount_of(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1,5",
        "1e3",
        " 1",
        "1\n",
        "NaN",
        "1_000",
        "١",
        "9" * 2_000,
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+999999"),
    ],
)
def test_what_is_no_amount_is_a_value_error(value: str | Decimal) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        text_of(value)
