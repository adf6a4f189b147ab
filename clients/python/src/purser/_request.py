"""A request as it is asked for, and an answer as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

T = TypeVar("T")

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True)
class Request(Generic[T]):
    """What is asked of the service; `T` is what its document says of the answer."""

    method: Method
    path: str
    ids: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, object] = field(default_factory=dict)
    body: object = None
    if_match: int | None = None
    """The revision of the budget for which it is meant."""
    idempotency_key: str | None = None
    """A new one where it is left out. Who repeats a request of an earlier process brings its key."""
    deadline: float | None = None
    """How long it is repeated until somebody answers, in seconds."""
    wait: float = 0
    """How long the service is asked to wait before it answers, in seconds."""


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A success as it came."""

    status: int
    body: T
    request_id: str | None
    replayed: bool
    """Whether the service had done this before: an answer was lost, or the request was repeated."""


class Sender(Protocol):
    """Whoever sends requests: over HTTP, joined with others, or by way of an outbox."""

    async def send(self, request: Request[T]) -> Answer[T]:
        """Raises a `PurserError` where the service refuses, an `UnansweredError` where nobody
        knows.
        """


class Ask(Protocol):
    def __call__(self, request: Request[T], /) -> T:
        ...


class AskAsync(Protocol):
    async def __call__(self, request: Request[T], /) -> T:
        ...
