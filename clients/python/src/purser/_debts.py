"""Costs that are owed, and who keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Debt:
    """A cost that is owed: the request that reports it."""

    holder: str
    """Who owes it: the `id` of `api.get_principal`. Idempotency keys are theirs."""
    path: str
    """Of the request, as the API's document has it: `/v1/reservations/{id}/commit`."""
    params: Mapping[str, str]
    """The id in it."""
    body: object
    idempotency_key: str


@dataclass(frozen=True)
class Refusal:
    """Why a debt will never be taken, as the service said it."""

    status: int
    code: str
    detail: str


@dataclass(frozen=True)
class DeadDebt:
    """A debt that was refused for good, kept until somebody has looked at it."""

    debt: Debt
    refusal: Refusal


@dataclass(frozen=True)
class WaitingDebts:
    debts: list[Debt]
    """The oldest first."""
    unreadable: list[str]
    """Files that are no debt: damaged, or of somebody else. They are left as they are."""


@dataclass
class SettledDebts:
    """What came of all that was owed."""

    paid: int = 0
    refused: list[DeadDebt] = field(default_factory=list)
    """Refused for good in this pass: they are in `dead` of the outbox."""
    unsettled: int = 0
    """Still owed by this holder."""
    last_error: Exception | None = None
    """Why the last of them is."""
    of_others: int = 0
    """Owed by other holders: they have to settle it themselves."""
    unreadable: list[str] = field(default_factory=list)
    """Files that are no debt: damaged, or of somebody else."""


class Outbox(Protocol):
    """Keeps what is owed where the end of the process does not take it away. Threads call it at the
    same time.
    """

    def owe(self, debt: Debt) -> None:
        """Keeps a debt, before it is sent. It is safe when this returns. Raises an `OutboxError` where
        it cannot be kept, such as on a full disk.
        """

    def paid(self, idempotency_key: str) -> None:
        """It was answered: nothing is owed any more."""

    def refused(self, idempotency_key: str, refusal: Refusal) -> None:
        """It was refused for good: it is kept aside, in `dead`."""

    def waiting(self) -> WaitingDebts:
        """All that is owed, by whomever."""

    def dead(self) -> list[DeadDebt]:
        """What was refused for good, the oldest first."""

    def forget(self, idempotency_key: str) -> None:
        """Forgets one that was refused for good: somebody has looked at it."""


class OutboxError(Exception):
    """A debt could not be kept: what it is about has to be reported in another way."""
