"""The client of programs without an event loop."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import httpx

from purser._blocking import BlockingIo, run
from purser._debts import DeadDebt, Outbox, SettledDebts
from purser._delegating import ChildWish, child_of, delegate
from purser._following import Following, FollowWish, following
from purser._http import DEADLINE
from purser._paying import Paying
from purser._request import Answer, Request
from purser._transport import Transport, Way
from purser._wish import Wish, takes, wish_of
from purser.api import Api
from purser.delegation import Delegation
from purser.follow import EventStream
from purser.hold import Paid

T = TypeVar("T")


def place_of(url: str | None) -> str:
    return url or os.environ.get("PURSER_URL") or "http://127.0.0.1:3000"


def key_of(key: str | None) -> str:
    found = key or os.environ.get("PURSER_KEY")
    if not found:
        raise TypeError("a key is required: Purser(key=…), or PURSER_KEY")
    return found


class Purser:
    """A client with one key. Threads may share it."""

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        deadline: float = DEADLINE,
        coalesce: bool = False,
        outbox: Outbox | None = None,
        on_dead: Callable[[DeadDebt], None] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`url` left out: PURSER_URL, or http://127.0.0.1:3000. `key` left out: PURSER_KEY. `deadline`
        is how long a request is repeated until somebody answers, in seconds. `coalesce` joins what
        threads ask at the same time into one request. `outbox` is where costs are written down before
        they are sent, as `FileOutbox` of `purser.outbox`; `on_dead` is called with one that was
        refused for good, where nobody waits for its answer (left out: it is logged).
        """
        way = Way(place_of(url), deadline, coalesce, outbox, on_dead)
        self._use(Transport(BlockingIo(transport), key_of(key), way))

    def _use(self, transport: Transport) -> None:
        self._transport = transport
        self.api = Api(lambda request: run(transport.ask(request)))
        """Every operation of the API, under its name in the document."""

    def with_key(self, key: str) -> Purser:
        """The same for the holder of another key, on the same connections."""
        other = object.__new__(Purser)
        other._use(self._transport.with_key(key))
        return other

    def send(self, request: Request[T]) -> Answer[T]:
        """A request of `purser.requests`, answered with its status and whether it was replayed."""
        return run(self._transport.send(request))

    @takes(wish_of)
    def paid(self, wish: Wish) -> Paid:
        """Reserves what a call can cost at most, and settles with what its block has reported, or with
        the whole of what was reserved: `with purser.paid(…) as hold:`. See the README.

        Raises a `DeniedError` where a limit is in the way, a `NotApprovedError` where people were,
        what the block raises, and a `SettlementError` where its cost is not recorded.
        """
        return Paid(Paying(self._transport, wish))

    @takes(child_of)
    def delegate(self, child: ChildWish) -> Delegation[Purser]:
        """Gives a part of a budget to somebody, with a key of its own: once, where a `ref` names it."""
        made = run(delegate(self._transport, child))
        return Delegation(made, self.with_key(made.key), self._transport)

    def settle_owed(self) -> SettledDebts:
        """Sends what is owed from before, each under its own idempotency key. The first reservation
        does so by itself, and does not wait for it.
        """
        return run(self._transport.settle_owed())

    @takes(following)
    def follow(self, what: FollowWish) -> EventStream:
        """What is decided from now on, or from `after` on, event by event: a lost connection is
        resumed behind the last one. It raises what the service refuses, such as a revoked key.
        """
        return EventStream(Following(self._transport, what))

    def close(self) -> None:
        """Closes the connections, which clients of other keys share."""
        run(self._transport.io.close())

    def __enter__(self) -> Purser:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
