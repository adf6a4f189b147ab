"""What is decided, event by event, each once and in the order in which it was committed."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from purser._http import backoff
from purser._io import Broken
from purser._messages import EndlessMessage, Message, MessageReader
from purser._request import Request
from purser._transport import Transport
from purser.errors import PurserError, UnansweredError, is_refusal
from purser.schema import Event, FollowEventsTypes


@dataclass(frozen=True)
class Patience:
    """In seconds."""

    silence: float = 45
    """The service says something every 15 seconds: after so long without a word the connection is
    taken for lost.
    """
    begin: float = 30
    """How long it is tried to begin at all; a stream that has begun is resumed for as long as it
    takes.
    """
    pause: float = 1
    longest_pause: float = 30


@dataclass(frozen=True)
class FollowWish:
    budget_id: str | None
    after: str | None
    types: list[FollowEventsTypes] | None
    on_lost: Callable[[Exception, float], None] | None
    patience: Patience


def following(
    *,
    budget_id: str | None = None,
    after: str | None = None,
    types: list[FollowEventsTypes] | None = None,
    on_lost: Callable[[Exception, float], None] | None = None,
    patience: Patience = Patience(),
) -> FollowWish:
    return FollowWish(budget_id, after, types, on_lost, patience)


class StreamEnded(Exception):
    """The service ended the stream: it stops, or the key may have ended. The next connection shows
    which.
    """


class Following:
    def __init__(self, transport: Transport, wish: FollowWish) -> None:
        self.place = wish.after
        """Behind what has been handed out."""
        self._transport = transport
        self._wish = wish
        self._has_begun = False
        self._has_ended = False
        self._bell = transport.io.bell()

    def end(self) -> None:
        """At the next word of the service, or at once where it waits to connect again."""
        self._has_ended = True
        self._bell.ring()

    async def events(self) -> AsyncGenerator[Event, None]:
        patience = self._wish.patience
        give_up_at = time.monotonic() + patience.begin
        failures = 0
        while not self._has_ended:
            try:
                async with aclosing(self._connection()) as connection:
                    async for event in connection:
                        failures = 0
                        yield event
            except (Broken, StreamEnded, EndlessMessage, UnansweredError, PurserError) as error:
                if is_refusal(error):
                    raise
                wait = backoff(failures, patience.pause, patience.longest_pause)
                failures += 1
                if not self._has_begun and time.monotonic() + wait > give_up_at:
                    raise UnansweredError(f"The stream never began: {error}") from error
                if self._wish.on_lost is not None:
                    self._wish.on_lost(error, wait)
                await self._bell.wait(wait)

    async def _connection(self) -> AsyncGenerator[Event, None]:
        """The events of one connection. Never just ends, unless it is to: it raises why it is over."""
        query = {"budgetId": self._wish.budget_id, "types": self._wish.types, "from": self.place}
        request: Request[None] = Request("GET", "/v1/events", query=query)
        async with self._transport.open(request, self._wish.patience.silence) as stream:
            self._has_begun = True
            reader = MessageReader()
            async for some in stream.chunks():
                for message in reader.read(some):
                    self.place = message.id
                    if message.data is not None:
                        yield _event_in(message)
                if self._has_ended:
                    return
        raise StreamEnded("the service ended the stream")


def _event_in(message: Message) -> Event:
    # What the service sends is an Event by its document.
    event: Event = json.loads(message.data or "")
    return event
