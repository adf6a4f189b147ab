"""Events, for programs without an event loop."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Iterator

from purser._blocking import run
from purser._following import Following
from purser.schema import Event


class EventStream(Iterator[Event]):
    """An iterator over events that survives lost connections. It ends with `close()`, which another
    thread may call: at the next word of the service, which comes every 15 seconds at the latest.
    """

    def __init__(self, following: Following) -> None:
        self._following = following
        self._events = following.events()
        self._reading = threading.Lock()

    @property
    def place(self) -> str | None:
        """Behind what has been handed out: keep it when you have worked on an event, and give it as
        `after` to go on there. None until the stream has begun.
        """
        return self._following.place

    def __next__(self) -> Event:
        with self._reading:
            event = run(_next_of(self._events))
        if event is None:
            raise StopIteration
        return event

    def close(self) -> None:
        self._following.end()
        if self._reading.acquire(blocking=False):
            try:
                run(_close(self._events))
            finally:
                self._reading.release()

    def __enter__(self) -> EventStream:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


async def _next_of(events: AsyncGenerator[Event, None]) -> Event | None:
    return await anext(events, None)


async def _close(events: AsyncGenerator[Event, None]) -> None:
    await events.aclose()
