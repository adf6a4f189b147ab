"""The world of programs with asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

import httpx

from purser._blocking import broken
from purser._io import Bell, Begun, Broken, Promise, Reply, Stream, Wire, Work

T = TypeVar("T")

LETTING_GO_SECONDS = 1.0
"""For so long a request that was given up may go on."""


class AsyncIo:
    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._client = httpx.AsyncClient(transport=transport, limits=httpx.Limits())
        # The loop itself keeps no task from being collected.
        self._tasks: set[asyncio.Task[object]] = set()
        self._beside: set[asyncio.Task[object]] = set()

    async def exchange(self, wire: Wire, seconds: float) -> Reply:
        # In a task of its own: what connects below cancels the task that it runs in, and a time-out
        # that comes meanwhile would look like the caller's own cancellation.
        asking = asyncio.get_running_loop().create_task(
            self._client.request(
                wire.method,
                wire.url,
                headers=dict(wire.headers),
                content=wire.content,
                timeout=None,
            )
        )
        try:
            await asyncio.wait({asking}, timeout=seconds)
        except asyncio.CancelledError:
            await _given_up(asking)
            raise
        if not asking.done():
            await _given_up(asking)
            raise Broken(f"no whole answer in {seconds:.3g} seconds")
        try:
            response = asking.result()
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise broken(error) from error
        except asyncio.CancelledError as error:
            raise Broken("the request was given up while it was sent") from error
        return Reply(response.status_code, response.headers, response.content)

    @asynccontextmanager
    async def stream(self, wire: Wire, silence: float) -> AsyncIterator[Stream]:
        context = self._client.stream(
            wire.method,
            wire.url,
            headers=dict(wire.headers),
            content=wire.content,
            timeout=httpx.Timeout(silence),
        )
        try:
            response = await context.__aenter__()
        except httpx.TransportError as error:
            raise broken(error) from error
        try:
            yield _AsyncStream(response)
        finally:
            await context.__aexit__(None, None, None)

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def turn(self) -> None:
        await asyncio.sleep(0)

    async def aside(self, do: Callable[[], T]) -> T:
        return await asyncio.to_thread(do)

    def bell(self) -> Bell:
        return _AsyncBell()

    def promise(self) -> Promise[T]:
        return _AsyncPromise()

    def begin(self, work: Work[T]) -> Begun[T]:
        return _Task(self._task(work))

    def beside(self, work: Work[None]) -> Begun[None]:
        task = self._task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return _Task(task)

    async def unless_left(self, work: Work[T], undo: Callable[[T], Work[object]]) -> T:
        task = self._task(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._task(_undone(task, undo))
            raise

    async def close(self) -> None:
        """Waits for what is still under way: what was spent has to be recorded."""
        while to_end := self._tasks - self._beside:
            await asyncio.wait(to_end)
        for task in self._beside:
            task.cancel()
        if self._beside:
            await asyncio.wait(self._beside)
        await self._client.aclose()

    def _task(self, work: Work[T]) -> asyncio.Task[T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _given_up(task: asyncio.Task[T]) -> None:
    """Waits until it has let go of its connection. What it comes to is nobody's concern."""
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=LETTING_GO_SECONDS)
    for ended in done:
        # Looked at, since asyncio complains of errors that nobody has seen.
        if not ended.cancelled():
            ended.exception()


async def _undone(task: asyncio.Task[T], undo: Callable[[T], Work[object]]) -> None:
    try:
        await undo(await task)
    except Exception:
        # Nothing was made, or its time gives it back.
        pass


class _AsyncStream:
    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self._response = response

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._response.aiter_bytes():
                yield part
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise broken(error) from error


class _AsyncBell:
    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class _AsyncPromise(Generic[T]):
    def __init__(self) -> None:
        self._future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    def keep(self, value: T) -> None:
        if not self._future.done():
            self._future.set_result(value)

    def fail(self, error: Exception) -> None:
        if not self._future.done():
            self._future.set_exception(error)
            # Nobody may be left who waits for it, which asyncio would complain of.
            self._future.exception()

    async def result(self) -> T:
        return await asyncio.shield(self._future)


class _Task(Generic[T]):
    def __init__(self, task: asyncio.Task[T]) -> None:
        self._task = task

    async def result(self) -> T:
        return await asyncio.shield(self._task)
