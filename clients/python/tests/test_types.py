"""What mypy has to see. Nothing here is called but by it, and an error that is not there is one."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_type

from purser import AsyncPurser, Delegation, Hold, Purser
from purser.schema import (
    BudgetWithUsage,
    WrittenEndedReservation,
    WrittenHeldReservation,
    WrittenPendingReservation,
)


def reservations(purser: Purser) -> None:
    found = purser.api.create_reservation({"budgetId": "budget_", "amount": Decimal(1)})
    assert_type(found, WrittenEndedReservation | WrittenHeldReservation | WrittenPendingReservation)
    # What waits for people is not what is held.
    if found["state"] == "held":
        assert_type(found, WrittenHeldReservation)
    if found["state"] == "pending_approval":
        assert_type(found, WrittenPendingReservation)
        assert_type(found["approval"]["needed"], int)
    held: WrittenHeldReservation = found  # type: ignore[assignment]
    purser.api.create_reservation({"amount": "1"})  # type: ignore[typeddict-item]
    purser.api.create_reservation({"budgetId": "budget_", "amount": 0.1})  # type: ignore[typeddict-item]
    purser.api.list_reservations(state=["hold"])  # type: ignore[list-item]


def payments(purser: Purser) -> None:
    with purser.paid(budget="budget_", max="1") as hold:
        assert_type(hold, Hold)
        assert_type(hold.amount, Decimal)
        hold.settle(amount=0.1)  # type: ignore[arg-type]
    purser.paid(budget="budget_", max=1.5)  # type: ignore[arg-type]
    purser.paid(budget="budget_", max="1", on_error="ignore")  # type: ignore[arg-type]
    purser.paid(budget="budget_", most="1")  # type: ignore[call-arg]
    assert_type(purser.delegate(parent="budget_", name="a"), Delegation[Purser])


async def awaited(purser: AsyncPurser) -> None:
    assert_type(await purser.api.get_budget("budget_"), BudgetWithUsage)
    async with purser.paid(budget="budget_", max="1") as hold:
        await hold.settle(amount="0.1")
