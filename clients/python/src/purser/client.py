"""The client of programs without an event loop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeVar

import httpx

from purser._blocking import BlockingIo, run
from purser._paying import Paying
from purser._request import Answer, Request
from purser._transport import DEADLINE, Transport
from purser._wish import TTL_SECONDS, Approval, Labels, OnError, Usage, wish_of
from purser.api import Api
from purser.hold import Paid
from purser.money import AmountLike
from purser.schema import CommitBodyOverage

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
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`url` left out: PURSER_URL, or http://127.0.0.1:3000. `key` left out: PURSER_KEY. `deadline`
        is how long a request is repeated until somebody answers, in seconds.
        """
        self._use(Transport(BlockingIo(transport), place_of(url), key_of(key), deadline))

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

    def paid(
        self,
        *,
        budget: str,
        max: AmountLike | None = None,
        usage: Usage | None = None,
        vendor: str | None = None,
        category: str | None = None,
        item: str | None = None,
        run: str | None = None,
        task: str | None = None,
        reason: str | None = None,
        labels: Labels | None = None,
        context: Mapping[str, object] | None = None,
        narrow: bool = False,
        at_least: AmountLike | None = None,
        on_error: OnError = "commit",
        overage: CommitBodyOverage = "overdraft",
        approval: Approval = "wait",
        ttl_seconds: int = TTL_SECONDS,
        idempotency_key: str | None = None,
    ) -> Paid:
        """Reserves what a call can cost at most, and settles with what its block has reported, or with
        the whole of what was reserved: `with purser.paid(…) as hold:`. See the README.

        Throws a `DeniedError` where a limit is in the way, a `NotApprovedError` where people were,
        what the block throws, and a `SettlementError` where its cost is not recorded.
        """
        wish = wish_of(
            budget=budget,
            max=max,
            usage=usage,
            vendor=vendor,
            category=category,
            item=item,
            run=run,
            task=task,
            reason=reason,
            labels=labels,
            context=context,
            narrow=narrow,
            at_least=at_least,
            on_error=on_error,
            overage=overage,
            approval=approval,
            ttl_seconds=ttl_seconds,
            idempotency_key=idempotency_key,
        )
        return Paid(Paying(self._transport, wish))

    def close(self) -> None:
        """Closes the connections, which clients of other keys share."""
        run(self._transport.io.close())

    def __enter__(self) -> Purser:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
