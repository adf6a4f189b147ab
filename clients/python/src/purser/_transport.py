"""What a client sends its requests by: over HTTP, joined with others, by way of an outbox."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TypeVar

from purser._coalescing import Coalescer
from purser._debts import DeadDebt, Outbox, SettledDebts
from purser._http import DEADLINE, Http
from purser._io import Io, Stream
from purser._owing import Owing
from purser._request import Answer, Request, Sender

T = TypeVar("T")


@dataclass(frozen=True)
class Way:
    """Where requests go, and how."""

    url: str
    deadline: float = DEADLINE
    coalesce: bool = False
    outbox: Outbox | None = None
    on_dead: Callable[[DeadDebt], None] | None = None


class Transport:
    def __init__(self, io: Io, key: str, way: Way) -> None:
        self.io = io
        self.key = key
        self._way = way
        self._http = Http(io, way.url, key, way.deadline)
        self._sender: Sender = self._http
        if way.coalesce:
            self._sender = Coalescer(io, self._http)
        self._owing: Owing | None = None
        if way.outbox is not None:
            self._owing = Owing(io, self._sender, way.outbox, way.on_dead)
            self._sender = self._owing

    def with_key(self, key: str) -> Transport:
        """The same for the holder of another key, on the same connections."""
        return Transport(self.io, key, self._way)

    @property
    def remembers(self) -> bool:
        """Whether a cost that nobody has answered is sent later all the same."""
        return self._owing is not None

    async def ask(self, request: Request[T]) -> T:
        return (await self.send(request)).body

    async def send(self, request: Request[T]) -> Answer[T]:
        return await self._sender.send(request)

    def open(self, request: Request[T], silence: float) -> AbstractAsyncContextManager[Stream]:
        """An answer that goes on. One attempt: who reads on knows where to begin again."""
        return self._http.open(request, silence)

    async def settle_owed(self) -> SettledDebts:
        if self._owing is None:
            raise TypeError("this client has no outbox: Purser(outbox=FileOutbox(…))")
        return await self._owing.settle_owed()
