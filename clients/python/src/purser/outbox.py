"""An outbox: costs that a process owes are kept where its end does not take them away."""

from purser._debts import (
    DeadDebt,
    Debt,
    Outbox,
    OutboxError,
    Refusal,
    SettledDebts,
    WaitingDebts,
)
from purser._file_outbox import FileOutbox

__all__ = [
    "DeadDebt",
    "Debt",
    "FileOutbox",
    "Outbox",
    "OutboxError",
    "Refusal",
    "SettledDebts",
    "WaitingDebts",
]
