"""Joins what is asked at the same time into one request.

Each command keeps its own idempotency key, its own answer and its own error: what one of them lacks
never keeps the others from passing.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeGuard, TypeVar

from purser._http import may_pass_later
from purser._io import Closed, Io, Promise
from purser._keys import new_key
from purser._request import Answer, Request, Sender
from purser.errors import PurserError, UnansweredError, error_of
from purser.schema import BatchResults

T = TypeVar("T")

# As many commands go into one request.
_MOST = 1_000

_BATCH = "/v1/reservations/batch"

# The commands that can be joined, by the path of their own route; and what the id in it is called in a
# batch.
_KINDS: Mapping[str, tuple[str, str | None]] = {
    "/v1/reservations": ("reserve", None),
    "/v1/reservations/{id}/commit": ("commit", "reservationId"),
    "/v1/reservations/{id}/release": ("release", "reservationId"),
    "/v1/reservations/{id}/extend": ("extend", "reservationId"),
    "/v1/reservations/{id}/refund": ("refund", "reservationId"),
    "/v1/reservations/{id}/claim/settle": ("claim_settle", "reservationId"),
    "/v1/reservations/{id}/claim/dismiss": ("claim_dismiss", "reservationId"),
    "/v1/budgets/{id}/charges": ("charge", "budgetId"),
}

Found: TypeAlias = Answer[object] | None
"""What a batch has answered; None where the command is to be sent by itself."""


@dataclass(frozen=True)
class _Waiting:
    key: str
    command: Mapping[str, object]
    found: Promise[Found]


class Coalescer:
    def __init__(self, io: Io, alone: Sender) -> None:
        self._io = io
        self._alone = alone
        self._waiting: list[_Waiting] = []
        self._lock = threading.Lock()

    async def send(self, request: Request[T]) -> Answer[T]:
        if not _is_joined(request):
            return await self._alone.send(request)
        key = request.idempotency_key or new_key()
        found = await self._joined(key, _command_of(request, key))
        if found is not None and _is_answer_to(found, request):
            return found
        return await self._alone.send(replace(request, idempotency_key=key))

    async def _joined(self, key: str, command: Mapping[str, object]) -> Found:
        waiting = _Waiting(key, command, self._io.promise())
        with self._lock:
            self._waiting.append(waiting)
            is_first = len(self._waiting) == 1
        if is_first:
            self._io.begin(self._flush())
        try:
            return await waiting.found.result()
        except BaseException:
            # Cancelled or interrupted: what was not sent yet is not sent.
            with self._lock:
                self._waiting = [one for one in self._waiting if one is not waiting]
            raise

    async def _flush(self) -> None:
        """Sends for all who have asked by then. Whoever is not answered goes alone, also where this is
        interrupted.
        """
        taken: list[_Waiting] = []
        try:
            try:
                await self._until_all_have_asked()
            finally:
                with self._lock:
                    taken, self._waiting = self._waiting, []
            for start in range(0, len(taken), _MOST):
                await self._together(taken[start : start + _MOST])
        except Closed:
            # Each learns of it by itself.
            pass
        finally:
            for one in taken:
                one.found.keep(None)

    async def _until_all_have_asked(self) -> None:
        known = 0
        while known < len(self._waiting) < _MOST:
            known = len(self._waiting)
            await self._io.turn()

    async def _together(self, some: list[_Waiting]) -> None:
        if len(some) < 2:
            return
        body = {"commands": [one.command for one in some]}
        request: Request[BatchResults] = Request("POST", _BATCH, body=body)
        try:
            _hand_out(await self._alone.send(request), some)
        except UnansweredError as error:
            for one in some:
                one.found.fail(_unanswered(error, one.key))
        except (PurserError, TypeError, ValueError) as error:
            if not isinstance(error, PurserError) or error.status in (400, 413, 422):
                # One of them is not well made, or all are too large together: halves find which, and
                # let the others pass.
                half = (len(some) + 1) // 2
                await self._together(some[:half])
                await self._together(some[half:])
            # With a key that may settle and not reserve, which a batch needs, each goes alone.
            elif error.status != 403:
                for one in some:
                    one.found.fail(error_of(error.problem))


def _hand_out(answer: Answer[BatchResults], some: list[_Waiting]) -> None:
    for one, result in zip(some, answer.body["results"]):
        if result["outcome"] == "accepted":
            status, body, replayed = result["status"], result["body"], result["replayed"]
            one.found.keep(Answer(status, body, answer.request_id, replayed))
        elif not may_pass_later(result["body"]):
            one.found.fail(error_of(result["body"]))
        # What may pass later is repeated alone, as it always is.


def _is_joined(request: Request[T]) -> bool:
    """What has times of its own, or depends on a revision, goes alone."""
    return (
        request.method == "POST"
        and request.path in _KINDS
        and request.if_match is None
        and request.deadline is None
        and request.wait == 0
    )


def _command_of(request: Request[T], key: str) -> Mapping[str, object]:
    kind, name = _KINDS[request.path]
    fields = request.body if isinstance(request.body, Mapping) else {}
    place = {} if name is None else {name: request.ids["id"]}
    return {**fields, "type": kind, "idempotencyKey": key, **place}


def _is_answer_to(found: Answer[object], request: Request[T]) -> TypeGuard[Answer[T]]:
    """The service is held to its document by its own tests: a batch answers as the route would."""
    return request.path in _KINDS and found.status in (200, 201, 202)


def _unanswered(error: UnansweredError, key: str) -> UnansweredError:
    own = UnansweredError(str(error), key)
    own.__cause__ = error
    return own
