"""The client of programs with asyncio: the same, where what takes time is awaited."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import TypeVar

import httpx

from purser._asynchronous import AsyncIo
from purser._debts import DeadDebt, Outbox, SettledDebts
from purser._delegating import ChildWish, child_of, close_child, delegate
from purser._following import Following, FollowWish, following
from purser._holding import Holding, Report, Settled
from purser._http import DEADLINE
from purser._paying import Paying
from purser._request import Answer, Request
from purser._transport import Transport, Way
from purser._wish import Labels, Usage, Wish, takes, wish_of
from purser.api import AsyncApi
from purser.client import key_of, place_of
from purser.delegation import Delegated
from purser.hold import HeldMoney
from purser.money import AmountLike
from purser.schema import CallOutcomeBody, CloseBodyHolds, Event

T = TypeVar("T")


class AsyncHold(HeldMoney):
    """Money that is set aside for one call, in the hands of the work that makes it. What was begun to
    end it goes on when its task is cancelled.
    """

    async def settle(
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
        return await self._holding.settle(Report(amount, usage), external_id, outcome, labels)

    async def settle_whole(self) -> Settled | None:
        """Pays the whole of what is held, whatever was reported so far."""
        return await self._holding.settle_whole()

    async def release(self, reason: str | None = None) -> None:
        """Gives back what is held: the call was certainly not made."""
        await self._holding.release(reason)


class AsyncPaid:
    """The context manager that `paid` makes: for one `async with`."""

    def __init__(self, paying: Paying, transport: Transport) -> None:
        self._paying = paying
        self._io = transport.io
        self._holding: Holding | None = None

    async def __aenter__(self) -> AsyncHold:
        if self._holding is not None:
            raise TypeError("a payment is for one async with: call paid again")
        self._holding = await self._paying.enter()
        return AsyncHold(self._holding)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._holding is not None:
            # Also where the task is cancelled a second time.
            await self._io.begin(self._holding.leave(error)).result()


class AsyncDelegation(Delegated["AsyncPurser"]):
    """With `async with` it is closed at the end of a block that does not raise. One that raises leaves
    it to whoever begins again under its `ref`.
    """

    async def close(self, *, holds: CloseBodyHolds = "release", reason: str | None = None) -> None:
        """Closes the child and all under it, and waits until what it had left is back with its
        parent. No error if it is closed already. Holds are released, or with `holds="refuse"` a
        reason not to close.
        """
        await close_child(self._transport, self.id, holds, reason)

    async def __aenter__(self) -> AsyncDelegation:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is None:
            await self.close()


class AsyncEventStream(AsyncIterator[Event]):
    """An iterator over events that survives lost connections. It ends when its task is cancelled; or
    with `close()`, where nobody waits for its next event.
    """

    def __init__(self, following: Following) -> None:
        self._following = following
        self._events = following.events()

    @property
    def place(self) -> str | None:
        """Behind what has been handed out: keep it when you have worked on an event, and give it as
        `after` to go on there. None until the stream has begun.
        """
        return self._following.place

    async def __anext__(self) -> Event:
        return await anext(self._events)

    async def close(self) -> None:
        self._following.end()
        await self._events.aclose()

    async def __aenter__(self) -> AsyncEventStream:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()


class AsyncPurser:
    """A client with one key, for one event loop. Leave it with `async with` or `close()`, which wait
    for what is still under way: what was spent has to be recorded.
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        deadline: float = DEADLINE,
        coalesce: bool = False,
        outbox: Outbox | None = None,
        on_dead: Callable[[DeadDebt], None] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`url` left out: PURSER_URL, or http://127.0.0.1:3000. `key` left out: PURSER_KEY. `deadline`
        is how long a request is repeated until somebody answers, in seconds. `coalesce` joins what
        tasks ask at the same time into one request. `outbox` is where costs are written down before
        they are sent, as `FileOutbox` of `purser.outbox`; `on_dead` is called with one that was
        refused for good, where nobody waits for its answer (left out: it is logged).
        """
        way = Way(place_of(url), deadline, coalesce, outbox, on_dead)
        self._use(Transport(AsyncIo(transport), key_of(key), way))

    def _use(self, transport: Transport) -> None:
        self._transport = transport
        self.api = AsyncApi(transport.ask)
        """Every operation of the API, under its name in the document."""

    def with_key(self, key: str) -> AsyncPurser:
        """The same for the holder of another key, on the same connections."""
        other = object.__new__(AsyncPurser)
        other._use(self._transport.with_key(key))
        return other

    async def send(self, request: Request[T]) -> Answer[T]:
        """A request of `purser.requests`, answered with its status and whether it was replayed."""
        return await self._transport.send(request)

    @takes(wish_of)
    def paid(self, wish: Wish) -> AsyncPaid:
        """Reserves what a call can cost at most, and settles with what its block has reported, or with
        the whole of what was reserved: `async with purser.paid(…) as hold:`. See the README.

        Raises a `DeniedError` where a limit is in the way, a `NotApprovedError` where people were,
        what the block raises, and a `SettlementError` where its cost is not recorded.
        """
        return AsyncPaid(Paying(self._transport, wish), self._transport)

    @takes(child_of)
    async def delegate(self, child: ChildWish) -> AsyncDelegation:
        """Gives a part of a budget to somebody, with a key of its own: once, where a `ref` names it."""
        made = await delegate(self._transport, child)
        return AsyncDelegation(made, self.with_key(made.key), self._transport)

    async def settle_owed(self) -> SettledDebts:
        """Sends what is owed from before, each under its own idempotency key. The first reservation
        does so by itself, and does not wait for it.
        """
        return await self._transport.settle_owed()

    @takes(following)
    def follow(self, what: FollowWish) -> AsyncEventStream:
        """What is decided from now on, or from `after` on, event by event: a lost connection is
        resumed behind the last one. It raises what the service refuses, such as a revoked key.
        """
        return AsyncEventStream(Following(self._transport, what))

    async def close(self) -> None:
        """Closes the connections, which clients of other keys share."""
        await self._transport.io.close()

    async def __aenter__(self) -> AsyncPurser:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()
