"""What `paid` is asked for, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeAlias, TypeVar

from purser.money import AmountLike, amount_of, text_of
from purser.schema import CommitBodyOverage, ReserveBody

P = ParamSpec("P")
Client = TypeVar("Client")
Wished = TypeVar("Wished")
Made = TypeVar("Made")

Usage: TypeAlias = Mapping[str, float]
"""Quantities by unit, as `{"input_tokens": 1200}`."""

Labels: TypeAlias = Mapping[str, str]

EndRule: TypeAlias = Literal["release", "commit", "keep"]
"""What becomes of the money when the block raises. `release`: it is given back, since the call was not
made or costs nothing. `commit`: the whole of what is held is paid, since the call may have been made.
`keep`: it stays held until its time is over, for somebody who finds out.
"""

OnError: TypeAlias = EndRule | Callable[[BaseException], EndRule]

Approval: TypeAlias = Literal["wait", "raise"]

TTL_SECONDS = 120


@dataclass(frozen=True)
class Wish:
    body: ReserveBody
    ttl_seconds: int
    usage: Usage | None
    narrow: bool
    at_least: Decimal
    on_error: OnError
    overage: CommitBodyOverage
    approval: Approval
    idempotency_key: str | None


def wish_of(
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
) -> Wish:
    if (max is None) == (usage is None):
        raise TypeError("either max or usage says what the call can cost at most")
    if usage is not None and (narrow or at_least is not None):
        raise TypeError("what is rated by usage has no amount to narrow")
    body: ReserveBody = {
        "budgetId": budget,
        "vendor": vendor,
        "category": category,
        "item": item,
        "runId": run,
        "taskId": task,
        "reason": reason,
        "metadata": labels,
        "context": context,
        "ttlSeconds": ttl_seconds,
    }
    if max is not None:
        body["amount"] = text_of(max)
    if usage is not None:
        body["usage"] = usage
    return Wish(
        body=body,
        ttl_seconds=ttl_seconds,
        usage=usage,
        narrow=narrow or at_least is not None,
        at_least=Decimal(0) if at_least is None else amount_of(at_least),
        on_error=on_error,
        overage=overage,
        approval=approval,
        idempotency_key=idempotency_key,
    )


def takes(
    wish: Callable[P, Wished]
) -> Callable[[Callable[[Client, Wished], Made]], Callable[Concatenate[Client, P], Made]]:
    """A method of both clients takes what `wish` takes, and gets what that makes of it."""

    def method(make: Callable[[Client, Wished], Made]) -> Callable[Concatenate[Client, P], Made]:
        @wraps(make)
        def called(client: Client, /, *args: P.args, **kwargs: P.kwargs) -> Made:
            return make(client, wish(*args, **kwargs))

        return called

    return method
