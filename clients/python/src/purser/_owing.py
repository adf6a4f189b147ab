"""Sends costs by way of an outbox: each is written down before it is sent, and sent again until
somebody answers, by this process or the next. Everything else is sent as it is.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from purser import requests
from purser._debts import DeadDebt, Debt, Outbox, Refusal, SettledDebts
from purser._http import backoff
from purser._io import Closed, Io, Promise
from purser._keys import new_key
from purser._request import Answer, Request, Sender
from purser.errors import PurserError, UnansweredError, is_refusal

T = TypeVar("T")

LOGGER = logging.getLogger("purser")

_RESERVE = "/v1/reservations"
_COSTS = {"/v1/reservations/{id}/commit", "/v1/budgets/{id}/charges"}

# After so many in a row that nobody answered, the others are not tried: each attempt takes its time.
_MOST_FAILURES = 3


class Owing:
    """`on_dead` is called with what was refused for good, where nobody waits for its answer. Left out:
    it is logged.
    """

    def __init__(
        self,
        io: Io,
        sender: Sender,
        outbox: Outbox,
        on_dead: Callable[[DeadDebt], None] | None,
    ) -> None:
        self._io = io
        self._sender = sender
        self._outbox = outbox
        self._on_dead = on_dead or _logged
        self._holder: str | None = None
        # The pass that is under way, and the one that begins when it has ended.
        self._passing: Promise[SettledDebts] | None = None
        self._following: Promise[SettledDebts] | None = None
        self._is_to_pass = False
        self._has_begun = False
        self._failures = 0
        self._lock = threading.Lock()

    async def send(self, request: Request[T]) -> Answer[T]:
        """Of costs: raises an `OutboxError`, with nothing sent, where one cannot be written down; what
        the service refuses, which is then among the dead; and what nobody answered, which is sent
        again in the background.
        """
        if request.method == "POST" and request.path == _RESERVE:
            await self._ready()
        if not _is_cost(request):
            return await self._sender.send(request)
        # Once begun it goes on, whoever is cancelled.
        return await self._io.begin(self._owe(request)).result()

    async def settle_owed(self) -> SettledDebts:
        """Sends what is owed from before, each under its own idempotency key; what nobody answers is
        sent again in the background. One pass at a time: while one is under way the next is the answer,
        since the first may have looked before the last debt was written down.
        """
        self._has_begun = True
        with self._lock:
            begins = self._passing is None
            if begins:
                passing = self._passing = self._io.promise()
            else:
                passing = self._following = self._following or self._io.promise()
        if begins:
            self._io.beside(self._pass(passing))
        return await passing.result()

    async def _ready(self) -> None:
        """Before the first money is spent it is known by whom, and what the last process owed is on
        its way.
        """
        await self._known()
        if not self._has_begun:
            self._has_begun = True
            self._io.beside(self._settle_quietly())

    async def _owe(self, request: Request[T]) -> Answer[T]:
        key = request.idempotency_key or new_key()
        debt = Debt(await self._known(), request.path, request.ids, request.body, key)
        await self._io.aside(partial(self._outbox.owe, debt))
        try:
            answer = await self._sender.send(replace(request, idempotency_key=key))
        except BaseException as error:
            await self._sent(debt, error)
            raise
        await self._io.aside(partial(self._outbox.paid, key))
        return answer

    async def _sent(self, debt: Debt, error: BaseException) -> None:
        """What an error says of the debt: it was taken before, never will be, or stays owed."""
        if _is_taken(error):
            await self._io.aside(partial(self._outbox.paid, debt.idempotency_key))
        elif refusal := _refusal_in(error):
            await self._io.aside(partial(self._outbox.refused, debt.idempotency_key, refusal))
        elif not isinstance(error, Closed):
            self._again()

    async def _known(self) -> str:
        """Who owes. Asked once; again where that failed."""
        if self._holder is None:
            self._holder = (await self._sender.send(requests.get_principal())).body["id"]
        return self._holder

    async def _pass(self, passing: Promise[SettledDebts]) -> None:
        try:
            settled = await self._settled()
        except Exception as error:
            self._follow()
            passing.fail(error)
            if not isinstance(error, Closed):
                self._again()
            return
        except BaseException:
            # Whoever has ended this one ends the next.
            interrupted = UnansweredError("what is owed was not sent to its end")
            for promise in (passing, self._none_follows()):
                if promise is not None:
                    promise.fail(interrupted)
            raise
        self._follow()
        if settled.unsettled > 0:
            self._again()
        else:
            self._failures = 0
        passing.keep(settled)
        for one in settled.refused:
            self._on_dead(one)

    def _follow(self) -> None:
        with self._lock:
            following = self._passing = self._following
            self._following = None
        if following is not None:
            self._io.beside(self._pass(following))

    def _none_follows(self) -> Promise[SettledDebts] | None:
        with self._lock:
            following, self._passing, self._following = self._following, None, None
        return following

    async def _settled(self) -> SettledDebts:
        holder = await self._known()
        found = await self._io.aside(self._outbox.waiting)
        settled = SettledDebts(unreadable=found.unreadable)
        failures = 0
        for debt in found.debts:
            if debt.holder != holder:
                settled.of_others += 1
            elif failures >= _MOST_FAILURES:
                settled.unsettled += 1
            else:
                failures = 0 if await self._settle(debt, settled) else failures + 1
        return settled

    async def _settle(self, debt: Debt, settled: SettledDebts) -> bool:
        """Whether it is owed no more."""
        key = debt.idempotency_key
        request: Request[object] = Request(
            "POST", debt.path, ids=debt.params, body=debt.body, idempotency_key=key
        )
        try:
            await self._sender.send(request)
        except Closed:
            raise
        except Exception as error:
            if refusal := _refusal_in(error):
                await self._io.aside(partial(self._outbox.refused, key, refusal))
                settled.refused.append(DeadDebt(debt, refusal))
                return True
            if not _is_taken(error):
                settled.unsettled += 1
                settled.last_error = error
                return False
        await self._io.aside(partial(self._outbox.paid, key))
        settled.paid += 1
        return True

    def _again(self) -> None:
        with self._lock:
            if self._is_to_pass:
                return
            self._is_to_pass = True
            self._failures += 1
        self._io.beside(self._pass_after(backoff(self._failures)))

    async def _pass_after(self, seconds: float) -> None:
        await self._io.pause(seconds)
        self._is_to_pass = False
        await self._settle_quietly()

    async def _settle_quietly(self) -> None:
        try:
            await self.settle_owed()
        except Exception:
            # It is tried again, or the client was closed and the next process does it.
            pass


def _is_cost(request: Request[T]) -> bool:
    """What reports real cost: whatever else is lost can be asked again, or expires. What a call has
    cost so far, all in all, is said again by what comes after it, and would come too late behind that.
    """
    return request.method == "POST" and request.path in _COSTS and not _is_so_far(request.body)


def _is_so_far(body: object) -> bool:
    if not isinstance(body, Mapping):
        return False
    return body.get("final") is False and ("total" in body or "totalUsage" in body)


def _is_taken(error: BaseException) -> bool:
    """The vendor was paid for this name of a call: by this debt or before it."""
    return isinstance(error, PurserError) and error.code == "charge_exists"


def _refusal_in(error: BaseException) -> Refusal | None:
    """With another key, or later, it may pass."""
    if isinstance(error, Exception) and is_refusal(error):
        if error.status != 401 and not _is_taken(error):
            return Refusal(error.status, error.code, error.detail)
    return None


def _logged(dead: DeadDebt) -> None:
    # Money that nobody hears of is lost.
    LOGGER.error(
        "A cost was refused, and is kept in the outbox: %s: %s", dead.refusal.detail, dead.debt
    )
