"""The world of programs without an event loop: what is awaited is done at once."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

import httpx

from purser._io import Bell, Begun, Broken, Closed, Promise, Reply, Stream, Wire, Work

T = TypeVar("T")

# Long enough for threads that work at the same time to ask, and too short to be noticed.
_TURN = 0.001


def run(work: Work[T]) -> T:
    """Runs a coroutine that never waits, since all that it awaits is done at once."""
    try:
        work.send(None)
    except StopIteration as end:
        value: T = end.value
        return value
    work.close()
    raise RuntimeError("a coroutine waits for an event loop where there is none")


class BlockingIo:
    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(transport=transport, limits=httpx.Limits())

    async def exchange(self, wire: Wire, seconds: float) -> Reply:
        until = time.monotonic() + seconds
        parts: list[bytes] = []
        with self._opened(wire, seconds) as response:
            # Each read has a bound of its own; together they have this one.
            for part in _read(response):
                parts.append(part)
                if time.monotonic() > until:
                    raise Broken(f"no whole answer in {seconds:.3g} seconds")
        return Reply(response.status_code, response.headers, b"".join(parts))

    @asynccontextmanager
    async def stream(self, wire: Wire, silence: float) -> AsyncIterator[Stream]:
        with self._opened(wire, silence) as response:
            yield _BlockingStream(response)

    async def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    async def turn(self) -> None:
        time.sleep(_TURN)

    async def aside(self, do: Callable[[], T]) -> T:
        return do()

    def bell(self) -> Bell:
        return _BlockingBell()

    def promise(self) -> Promise[T]:
        return _BlockingPromise()

    def begin(self, work: Work[T]) -> Begun[T]:
        return _Done(work)

    def beside(self, work: Work[None]) -> Begun[None]:
        return _Thread(work)

    async def unless_left(self, work: Work[T], undo: Callable[[T], Work[object]]) -> T:
        return await work

    async def close(self) -> None:
        self._client.close()

    def _opened(self, wire: Wire, seconds: float) -> _Opened:
        return _Opened(self._client, wire, seconds)


class _Opened:
    """A response that is closed when it is left; errors of the connection are `Broken`."""

    def __init__(self, client: httpx.Client, wire: Wire, seconds: float) -> None:
        self._client = client
        self._context = client.stream(
            wire.method,
            wire.url,
            headers=dict(wire.headers),
            content=wire.content,
            timeout=httpx.Timeout(seconds),
        )

    def __enter__(self) -> httpx.Response:
        try:
            return self._context.__enter__()
        except httpx.TransportError as error:
            raise broken(error) from error
        except RuntimeError as error:
            raise (Closed("the client was closed") if self._client.is_closed else error) from None

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)


class _BlockingStream:
    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self._response = response

    async def chunks(self) -> AsyncIterator[bytes]:
        for part in _read(self._response):
            yield part


def _read(response: httpx.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except (httpx.TransportError, httpx.DecodingError) as error:
        raise broken(error) from error


def broken(error: httpx.RequestError) -> Broken:
    return Broken(str(error) or type(error).__name__)


class _BlockingBell:
    def __init__(self) -> None:
        self._event = threading.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> None:
        self._event.wait(seconds)
        self._event.clear()


class _BlockingPromise(Generic[T]):
    def __init__(self) -> None:
        self._future: Future[T] = Future()

    def keep(self, value: T) -> None:
        if not self._future.done():
            self._future.set_result(value)

    def fail(self, error: Exception) -> None:
        if not self._future.done():
            self._future.set_exception(error)

    async def result(self) -> T:
        return self._future.result()


class _Done(Generic[T]):
    """Work that was done when it was begun."""

    def __init__(self, work: Work[T]) -> None:
        self._values: list[T] = []
        self._error: Exception | None = None
        try:
            self._values.append(run(work))
        except Exception as error:
            self._error = error

    async def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._values[0]


class _Thread:
    """Work in a thread of its own, which keeps no program from ending."""

    def __init__(self, work: Work[None]) -> None:
        self._thread = threading.Thread(target=run, args=(work,), name="purser", daemon=True)
        self._thread.start()

    async def result(self) -> None:
        self._thread.join()
