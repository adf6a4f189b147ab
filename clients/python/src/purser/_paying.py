"""Reserves what may be spent, and waits for people where they have to agree."""

from __future__ import annotations

from decimal import Decimal

from purser import requests
from purser._holding import Held, Holding
from purser._keys import new_key
from purser._transport import Transport
from purser._wish import Wish
from purser.errors import (
    ApprovalPendingError,
    AttemptOverError,
    DeniedError,
    PurserError,
    TakenUpError,
    UnansweredError,
    over_error,
)
from purser.schema import (
    ExtendBody,
    ReleaseBody,
    ReservationDetails,
    WrittenHeldReservation,
    WrittenPendingReservation,
)

# How often a narrower amount is tried while others take from the same budget.
_MOST_NARROWINGS = 5

# How long one request waits for people, in seconds: the most that the service allows.
_LONGEST_WAIT = 60

# Whoever interrupts does not wait long until what was asked is given back.
_LEAVING = 5.0


class Paying:
    """One use of `paid`: from the reservation to the hold that its block gets."""

    def __init__(self, transport: Transport, wish: Wish) -> None:
        self._transport = transport
        self._wish = wish
        self._key = wish.idempotency_key
        if self._key is None and wish.approval == "raise":
            # Whoever comes back later has to find the same reservation.
            self._key = new_key()

    async def enter(self) -> Holding:
        holding = Holding(self._transport, self._wish, await self._held())
        holding.start()
        return holding

    async def _held(self) -> Held:
        found = await self._transport.io.unless_left(self._reserve(), self._give_back)
        if found["state"] == "held":
            # What people have agreed to may be waited for by another process, too.
            return found if found["approval"] is None else await self._taken_up(found)
        if self._wish.approval == "raise" and self._key is not None:
            raise ApprovalPendingError(found, self._key)
        decided = await self._decided(found)
        if decided["state"] == "held":
            return await self._taken_up(decided)
        raise over_error(decided)

    async def _taken_up(self, held: Held) -> Held:
        """Has the block begin at most once. Whoever is first to extend the hold under this key has
        it: a request that says something else under the same key is refused, and one that is
        repeated is not.
        """
        body: ExtendBody = {
            "ttlSeconds": self._wish.ttl_seconds,
            "reason": f"taken up as {new_key()}",
        }
        key = f"take-up/{held['id']}"
        try:
            await self._transport.ask(
                requests.extend_reservation(held["id"], body, idempotency_key=key)
            )
        except PurserError as refusal:
            if refusal.code == "idempotency_key_reused":
                raise TakenUpError(held["id"]) from refusal
            if refusal.code != "reservation_state":
                raise
            found = await self._transport.ask(requests.get_reservation(held["id"]))
            raise over_error(found) from refusal
        return held

    async def _reserve(self) -> WrittenHeldReservation | WrittenPendingReservation:
        body = self._wish.body
        attempt = 0
        while True:
            try:
                found = await self._transport.ask(
                    requests.create_reservation(body, idempotency_key=self._key_of(attempt))
                )
                if found["state"] == "held" or found["state"] == "pending_approval":
                    return found
                # One of our own that ran out while its answer was lost leads to nothing: it is
                # asked for anew.
                if self._key is not None or attempt >= _MOST_NARROWINGS:
                    raise AttemptOverError(found)
            except DeniedError as denial:
                if attempt >= _MOST_NARROWINGS or not self._is_enough(denial.largest_admissible):
                    raise
                body = body.copy()
                body["amount"] = denial.largest_admissible
            attempt += 1

    def _key_of(self, attempt: int) -> str | None:
        """A narrower request is another one, and has another key."""
        if self._key is None or attempt == 0:
            return self._key
        return f"{self._key}/{attempt}"

    def _is_enough(self, amount: Decimal) -> bool:
        return self._wish.narrow and amount > 0 and amount >= self._wish.at_least

    async def _decided(self, pending: WrittenPendingReservation) -> ReservationDetails:
        """Waits until people have decided, or nobody has in time."""
        try:
            while True:
                found = await self._transport.ask(
                    requests.get_reservation(pending["id"], wait_seconds=_LONGEST_WAIT)
                )
                if found["state"] != "pending_approval":
                    return found
        except Exception:
            raise
        except BaseException:
            # Cancelled or interrupted: nobody waits for it any more.
            await self._transport.io.begin(self._give_back(pending)).result()
            raise

    async def _give_back(self, found: WrittenHeldReservation | WrittenPendingReservation) -> None:
        body: ReleaseBody = {"reason": "the caller has left before the work began"}
        try:
            await self._transport.ask(
                requests.release_reservation(found["id"], body, deadline=_LEAVING)
            )
        except (PurserError, UnansweredError):
            # Its time gives it back.
            pass
