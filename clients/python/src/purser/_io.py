"""What the core needs of the world: written once as coroutines, it runs with an event loop or without.

Without one (`_blocking.py`) what is awaited is done at once, in the thread that asks, and no coroutine
ever waits. With asyncio (`_asynchronous.py`) it waits as any other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Work: TypeAlias = Coroutine[object, None, T]


@dataclass(frozen=True)
class Wire:
    """A request as it goes over the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True)
class Reply:
    """What came back. The names of its headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Broken(Exception):
    """The connection: nobody knows whether the request has arrived."""


class Closed(Exception):
    """The client was closed while it was wanted."""


class Stream(Protocol):
    """An answer that goes on."""

    status: int

    def chunks(self) -> AsyncIterator[bytes]:
        """What comes, piece by piece. Raises `Broken` where nothing came for too long."""


class Bell(Protocol):
    """Wakes who waits for it."""

    def ring(self) -> None:
        ...

    async def wait(self, seconds: float) -> None:
        """Until it rings, or for so long; it can ring again afterwards."""


class Promise(Protocol[T]):
    """What some wait for, and somebody else brings. The first word counts."""

    def keep(self, value: T) -> None:
        ...

    def fail(self, error: Exception) -> None:
        ...

    async def result(self) -> T:
        ...


class Begun(Protocol[T_co]):
    """Work that comes to its end whatever becomes of those who wait for it."""

    async def result(self) -> T_co:
        ...


class Io(Protocol):
    async def exchange(self, wire: Wire, seconds: float) -> Reply:
        """One attempt. Raises `Broken`."""

    def stream(self, wire: Wire, silence: float) -> AbstractAsyncContextManager[Stream]:
        """Raises `Broken`, also after a silence of so many seconds."""

    async def pause(self, seconds: float) -> None:
        ...

    async def turn(self) -> None:
        """Until others who work at the same time have had their turn."""

    async def aside(self, do: Callable[[], T]) -> T:
        """What takes its time and awaits nothing, such as the disk."""

    def bell(self) -> Bell:
        ...

    def promise(self) -> Promise[T]:
        ...

    def begin(self, work: Work[T]) -> Begun[T]:
        ...

    def beside(self, work: Work[None]) -> Begun[None]:
        """The same for what goes on while others work."""

    async def unless_left(self, work: Work[T], undo: Callable[[T], Work[object]]) -> T:
        """Work whose caller may go away: what it has come to by then is undone."""

    async def close(self) -> None:
        ...
