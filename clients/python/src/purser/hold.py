"""What the block of `paid` works with, in programs without an event loop."""

from __future__ import annotations

from decimal import Decimal
from types import TracebackType

from purser._blocking import run
from purser._holding import Held, Holding, Report, Settled
from purser._paying import Paying
from purser._wish import Labels, Usage
from purser.errors import PurserError
from purser.money import AmountLike
from purser.schema import CallOutcomeBody


class HeldMoney:
    """What every hold says of itself."""

    def __init__(self, holding: Holding) -> None:
        self._holding = holding

    @property
    def id(self) -> str:
        return self._holding.id

    @property
    def amount(self) -> Decimal:
        """What is set aside: less than was asked for where it was narrowed."""
        return self._holding.amount

    @property
    def reservation(self) -> Held:
        return self._holding.reservation

    @property
    def is_over(self) -> bool:
        """Whether it was settled or released."""
        return self._holding.is_over

    @property
    def lost(self) -> PurserError | None:
        """Why nothing is held any more, where that is so: the budget was closed, the key revoked."""
        return self._holding.lost

    def raise_if_lost(self) -> None:
        """For work in steps: to be called between them."""
        if self._holding.lost is not None:
            raise self._holding.lost

    def report(self, *, amount: AmountLike | None = None, usage: Usage | None = None) -> None:
        """What the call has cost or used so far, all in all, as a stream goes on. It is paid in the
        background: a report that is lost is made up by the next, or by the settlement.
        """
        self._holding.report(Report(amount, usage))


class Hold(HeldMoney):
    """Money that is set aside for one call, in the hands of the work that makes it."""

    def settle(
        self,
        *,
        amount: AmountLike | None = None,
        usage: Usage | None = None,
        external_id: str | None = None,
        outcome: CallOutcomeBody | None = None,
        labels: Labels | None = None,
    ) -> Settled | None:
        """Pays what the call has cost, and gives back the rest. What is not reported counts as the
        whole of what is held. None with an outbox, where nobody has answered: it comes later.
        """
        return run(self._holding.settle(Report(amount, usage), external_id, outcome, labels))

    def settle_whole(self) -> Settled | None:
        """Pays the whole of what is held, whatever was reported so far."""
        return run(self._holding.settle_whole())

    def release(self, reason: str | None = None) -> None:
        """Gives back what is held: the call was certainly not made."""
        run(self._holding.release(reason))


class Paid:
    """The context manager that `paid` makes: for one `with`."""

    def __init__(self, paying: Paying) -> None:
        self._paying = paying
        self._holding: Holding | None = None

    def __enter__(self) -> Hold:
        if self._holding is not None:
            raise TypeError("a payment is for one with: call paid again")
        self._holding = run(self._paying.enter())
        return Hold(self._holding)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._holding is not None:
            run(self._holding.leave(error))
