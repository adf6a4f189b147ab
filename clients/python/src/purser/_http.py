"""The one place where HTTP happens: requests are made of what is asked, and answers of what comes back.

A request is repeated under one idempotency key, with jitter, and not before `Retry-After`, until it is
answered, refused, or its deadline has come.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeGuard, TypeVar
from urllib.parse import quote, urlencode

from purser._io import Broken, Io, Reply, Stream, Wire
from purser._json import json_of
from purser._keys import new_key
from purser._request import Answer, Request
from purser.errors import PurserError, UnansweredError, error_of
from purser.schema import Problem

T = TypeVar("T")

DEADLINE = 30.0

# An attempt that hangs is given up, so that the next can find what became of it.
_ATTEMPT = 10.0

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0

# The same request can be answered otherwise later, and nothing of it was done.
_NOT_YET = {"rate_limited", "too_much_at_once", "overloaded", "request_timeout"}

# The same, but it may have been done.
_NOBODY_KNOWS = {"unavailable", "internal_error"}

_VISIBLE = re.compile(r"[\x21-\x7e]+", re.ASCII)
_MOST_KEY = 255


@dataclass(frozen=True)
class _Failure:
    """What one attempt has come to, where it is worth another."""

    error: Exception
    may_be_done: bool
    """Whether the request may have been carried out all the same."""
    wait: float = 0
    """How long the service wants to be left alone, in seconds."""


class Http:
    def __init__(self, io: Io, url: str, key: str, deadline: float = DEADLINE) -> None:
        if not _VISIBLE.fullmatch(key):
            raise ValueError("a key has visible ASCII characters alone")
        self._io = io
        self._key = key
        self._url = url.rstrip("/")
        self._deadline = deadline

    async def send(self, request: Request[T]) -> Answer[T]:
        """Raises a `PurserError` where the service refuses, an `UnansweredError` where nobody
        knows.
        """
        key = None if request.method == "GET" else request.idempotency_key or new_key()
        wire = self._wire(replace(request, idempotency_key=key))
        deadline = self._deadline if request.deadline is None else request.deadline
        until = time.monotonic() + deadline + request.wait
        may_be_done = False
        attempt = 0
        while True:
            left = max(until - time.monotonic(), 0.001)
            found = await self._attempt(request, wire, min(_ATTEMPT + request.wait, left))
            if not isinstance(found, _Failure):
                return found
            may_be_done = may_be_done or found.may_be_done
            wait = max(found.wait, backoff(attempt))
            if time.monotonic() + wait >= until:
                if isinstance(found.error, PurserError) and not may_be_done:
                    raise found.error
                what = "nobody knows whether it was done" if may_be_done else "nothing was done"
                message = f"No answer before the deadline, {what}: {found.error}"
                raise UnansweredError(message, key) from found.error
            await self._io.pause(wait)
            attempt += 1

    @asynccontextmanager
    async def open(self, request: Request[T], silence: float) -> AsyncIterator[Stream]:
        """An answer that goes on. One attempt: who reads on knows where to begin again."""
        async with self._io.stream(self._wire(request), silence) as stream:
            if stream.status == 200:
                yield stream
                return
            content = b"".join([part async for part in stream.chunks()])
            problem = _problem_in(content)
            if problem:
                raise error_of(problem)
            raise UnansweredError(f"answered {stream.status} without saying why")

    async def _attempt(
        self, request: Request[T], wire: Wire, seconds: float
    ) -> Answer[T] | _Failure:
        try:
            return _answer_of(request, await self._io.exchange(wire, seconds))
        except Broken as error:
            return _Failure(error, may_be_done=request.method != "GET")

    def _wire(self, request: Request[T]) -> Wire:
        headers = {"authorization": f"Bearer {self._key}", "accept": "application/json"}
        if request.body is not None:
            headers["content-type"] = "application/json"
        if request.idempotency_key is not None:
            headers["idempotency-key"] = _checked_key(request.idempotency_key)
        if request.if_match is not None:
            headers["if-match"] = f'"{request.if_match}"'
        url = self._url + _location_of(request)
        content = None if request.body is None else json_of(request.body)
        return Wire(request.method, url, headers, content)


def backoff(attempt: int, first: float = _FIRST_PAUSE, longest: float = _LONGEST_PAUSE) -> float:
    """Twice as long each time, less up to a half by chance: what was lost together does not come
    back together.
    """
    return min(first * 2.0 ** min(attempt, 30), longest) * (1 - random.random() / 2)


def _answer_of(request: Request[T], reply: Reply) -> Answer[T] | _Failure:
    """An answer, a failure that is worth another attempt, or a refusal, which is raised."""
    wait = _seconds_in(reply.headers)
    if 200 <= reply.status < 300:
        try:
            # The service is held to its document by its own tests.
            body: T = json.loads(reply.content)
        except ValueError as error:
            return _Failure(error, may_be_done=request.method != "GET")
        replayed = reply.headers.get("idempotency-replayed") == "true"
        return Answer(reply.status, body, reply.headers.get("x-request-id"), replayed)
    problem = _problem_in(reply.content)
    if problem:
        refusal = error_of(problem)
        if not may_pass_later(problem):
            raise refusal
        return _Failure(refusal, problem["code"] in _NOBODY_KNOWS, wait)
    # Something between here and the service has answered.
    between = UnansweredError(f"answered {reply.status} by something that is not Purser")
    if reply.status in (408, 429) or reply.status >= 500:
        return _Failure(between, may_be_done=True, wait=wait)
    raise between


def may_pass_later(problem: Problem) -> bool:
    """What a limit denies is asked anew, and never repeated."""
    return "violations" not in problem and problem["code"] in _NOT_YET | _NOBODY_KNOWS


def _seconds_in(headers: Mapping[str, str]) -> float:
    text = headers.get("retry-after", "")
    return float(text) if re.fullmatch(r"[0-9]{1,6}", text, re.ASCII) else 0


def _problem_in(content: bytes) -> Problem | None:
    try:
        found: object = json.loads(content)
    except ValueError:
        return None
    return found if _is_problem(found) else None


def _is_problem(found: object) -> TypeGuard[Problem]:
    return (
        isinstance(found, dict)
        and isinstance(found.get("code"), str)
        and isinstance(found.get("detail"), str)
        and isinstance(found.get("status"), int)
        and isinstance(found.get("requestId"), str)
    )


def _checked_key(key: str) -> str:
    if len(key) > _MOST_KEY or not _VISIBLE.fullmatch(key):
        raise ValueError(f"an idempotency key has 1 to {_MOST_KEY} visible ASCII characters")
    return key


def _location_of(request: Request[T]) -> str:
    """The path with its ids, and the query; of a list each element."""
    location = request.path
    for name, value in request.ids.items():
        # A path that is made of these would lead elsewhere.
        if value in ("", ".", ".."):
            raise ValueError(f"{value!r} is no {name}")
        location = location.replace(f"{{{name}}}", quote(value, safe=""))
    pairs = [
        (name, _query_text(one))
        for name, value in request.query.items()
        for one in (value if isinstance(value, list) else [value])
        if one is not None
    ]
    return f"{location}?{urlencode(pairs)}" if pairs else location


def _query_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
