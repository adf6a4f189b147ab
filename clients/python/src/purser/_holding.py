"""A hold while its work goes on: kept alive, paid in parts, and ended once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from purser import requests
from purser._debts import OutboxError
from purser._io import Begun, Closed, Work
from purser._keys import new_key
from purser._transport import Transport
from purser._wish import Labels, Usage, Wish
from purser.errors import PurserError, SettlementError, UnansweredError, is_refusal
from purser.money import AmountLike, text_of
from purser.schema import (
    CallOutcomeBody,
    CommitBody,
    ReservationDetails,
    WrittenClaimedReservation,
    WrittenHeldReservation,
    WrittenReservation,
)

LOGGER = logging.getLogger("purser")

Held: TypeAlias = WrittenHeldReservation | ReservationDetails
Settled: TypeAlias = WrittenReservation | WrittenClaimedReservation
"""After a settlement, whatever state that left; with a claim, part of it waits for somebody who may
record it.
"""

# A hold is extended when a third of its time is gone: two attempts may fail.
_PART = 3


@dataclass(frozen=True)
class Report:
    """What a call has cost or used so far, all in all: a later one takes the place of an earlier."""

    amount: AmountLike | None = None
    usage: Usage | None = None

    def after(self, earlier: Report) -> Report:
        return Report(
            earlier.amount if self.amount is None else self.amount,
            earlier.usage if self.usage is None else self.usage,
        )


class Holding:
    def __init__(self, transport: Transport, wish: Wish, reservation: Held) -> None:
        self.reservation = reservation
        self.id = reservation["id"]
        self.amount = Decimal(reservation["amount"])
        self.lost: PurserError | None = None
        """Why nothing is held any more: the budget was closed, the key revoked."""
        self._transport = transport
        self._wish = wish
        self._report = Report()
        self._part: CommitBody | None = None
        self._is_paying = False
        self._lock = threading.Lock()
        self._bell = transport.io.bell()
        self._attending: Begun[None] | None = None
        self._has_stopped = False
        self._end_it: Callable[[], Work[Settled | None]] | None = None
        self._ending: Begun[Settled | None] | None = None

    @property
    def is_over(self) -> bool:
        return self._end_it is not None

    def start(self) -> None:
        self._attending = self._transport.io.beside(self._attend_until_closed())

    def report(self, report: Report) -> None:
        """Pays a part while the call goes on. Nobody has to wait for it: a report that is lost is
        made up by the next, or by the settlement.
        """
        with self._lock:
            self._must_be_open()
            totals = self._totals_of(report)
            self._report = report
            # Of one that is paid by amounts, usage alone is kept for the settlement.
            if self.reservation["price"] is None and report.amount is None:
                return
            totals["final"] = False
            totals["overage"] = self._wish.overage
            self._part = totals
        self._bell.ring()

    async def settle(
        self,
        report: Report,
        external_id: str | None = None,
        outcome: CallOutcomeBody | None = None,
        labels: Labels | None = None,
    ) -> Settled | None:
        """None where nobody has answered, and an outbox brings it later."""
        # A report that makes no sense is raised at the work before anything has ended.
        body = self._totals_of(report.after(self._report))
        body["overage"] = self._wish.overage
        if external_id is not None:
            body["externalId"] = external_id
        if outcome is not None:
            body["outcome"] = outcome
        if labels is not None:
            body["metadata"] = labels
        key = new_key()
        return await self._end(lambda: self._settle(body, key))

    async def settle_whole(self) -> Settled | None:
        """Pays the whole of what is held, whatever was reported so far: more may have been spent."""
        return await self.settle(self._whole())

    async def release(self, reason: str | None) -> None:
        await self._end(lambda: self._release(reason))

    async def leave(self, error: BaseException | None) -> None:
        """The work is over, with an error or without: ends the hold as it has to end."""
        try:
            await self._leave(error)
        except SettlementError as unsettled:
            if unsettled is error:
                return
            if error is None or isinstance(error, Exception):
                raise
            # What cancels or interrupts must go on, and money that nobody hears of is lost.
            error.add_note(str(unsettled))
            LOGGER.error("%s", unsettled)

    async def _leave(self, error: BaseException | None) -> None:
        self._stop()
        if not self.is_over:
            rule = self._wish.on_error
            if error is None:
                await self.settle(Report())
            elif (said := rule(error) if callable(rule) else rule) == "release":
                await self.release("the work has failed")
            elif said == "commit":
                await self.settle_whole()
        await self._ended()

    async def _end(self, end_it: Callable[[], Work[Settled | None]]) -> Settled | None:
        with self._lock:
            self._must_be_open()
            self._end_it = end_it
        self._stop()
        return await self._ended()

    async def _ended(self) -> Settled | None:
        """Waits until what was begun has ended. What was interrupted before is begun again: under
        its key it is done once.
        """
        if self._end_it is None:
            return None
        if self._ending is None:
            self._ending = self._transport.io.begin(self._end_it())
        return await self._ending.result()

    def _must_be_open(self) -> None:
        if self.is_over:
            raise TypeError(f"{self.id} was settled or released before")

    async def _settle(self, body: CommitBody, key: str) -> Settled | None:
        # A part that is under way could come after the end, and be refused.
        if self._is_paying and self._attending is not None:
            await self._attending.result()
        try:
            return await self._commit(body, key)
        except (PurserError, UnansweredError, OutboxError) as error:
            if isinstance(error, UnansweredError) and self._transport.remembers:
                return None
            # What the service cannot read is paid in full, before it says so: to expire would give
            # it back.
            if isinstance(error, PurserError) and error.status in (400, 422):
                await self._commit_whole()
            raise SettlementError(self.id, body, key, error) from error

    async def _commit(self, body: CommitBody, key: str) -> Settled:
        return await self._transport.ask(
            requests.commit_reservation(self.id, body, idempotency_key=key)
        )

    async def _commit_whole(self) -> None:
        body = self._totals_of(self._whole())
        body["overage"] = self._wish.overage
        try:
            await self._commit(body, new_key())
        except (PurserError, UnansweredError, OutboxError) as error:
            LOGGER.error("The whole of %s could not be paid either: %s", self.id, error)

    async def _release(self, reason: str | None) -> None:
        try:
            await self._transport.ask(requests.release_reservation(self.id, {"reason": reason}))
        except (PurserError, UnansweredError):
            # Where nobody has heard it, or it has ended already, its time gives it back.
            pass

    def _whole(self) -> Report:
        return Report(self.amount, self._wish.usage)

    def _totals_of(self, report: Report) -> CommitBody:
        """All in all, so that it may be repeated; what nobody has reported is the whole of what is
        held, never nothing.
        """
        usage = report.usage
        if self.reservation["price"] is None:
            total = text_of(self.amount if report.amount is None else report.amount)
            return {"total": total} if usage is None else {"total": total, "totalUsage": usage}
        usage = self._wish.usage if usage is None else usage
        if usage is None:
            raise TypeError(f"{self.id} is paid by its usage")
        return {"totalUsage": usage}

    def _stop(self) -> None:
        self._has_stopped = True
        self._bell.ring()

    async def _attend_until_closed(self) -> None:
        try:
            await self._attend()
        except Closed:
            # What was under way when the hold ended is of no use any more.
            pass

    async def _attend(self) -> None:
        """Keeps the hold alive and pays its parts, until it is stopped."""
        every = self._wish.ttl_seconds / _PART
        remaining = self.reservation["remainingTtlMs"] / 1_000
        due = time.monotonic() + min(remaining / _PART, every)
        while True:
            await self._bell.wait(max(due - time.monotonic(), 0))
            with self._lock:
                if self._has_stopped:
                    return
                part, self._part = self._part, None
                self._is_paying = part is not None
            if part is not None:
                await self._pay(part, every)
            if time.monotonic() >= due and not self._has_stopped:
                due = time.monotonic() + every
                if not await self._extend(every):
                    return

    async def _pay(self, part: CommitBody, deadline: float) -> None:
        try:
            await self._transport.ask(requests.commit_reservation(self.id, part, deadline=deadline))
        except (PurserError, UnansweredError):
            # The settlement says it all.
            pass
        finally:
            self._is_paying = False

    async def _extend(self, deadline: float) -> bool:
        """Whether it can be extended again."""
        seconds = self._wish.ttl_seconds
        try:
            await self._transport.ask(
                requests.extend_reservation(self.id, {"ttlSeconds": seconds}, deadline=deadline)
            )
        except UnansweredError:
            return True
        except PurserError as error:
            if not is_refusal(error):
                return True
            # Of one that ended meanwhile, as in a race with its settlement, nobody wants to hear.
            if not self._has_stopped:
                self.lost = error
            return False
        return True
