"""The client of Purser: reserve before a paid call, settle after it."""

from purser import outbox, requests, webhooks
from purser._holding import Settled
from purser._request import Answer, Request
from purser._wish import EndRule, OnError
from purser.async_client import AsyncDelegation, AsyncEventStream, AsyncHold, AsyncPurser
from purser.client import Purser
from purser.delegation import Delegation
from purser.errors import (
    ApprovalPendingError,
    AttemptOverError,
    DeniedError,
    LostKeyError,
    NotApprovedError,
    PurserError,
    SettlementError,
    TakenUpError,
    UnansweredError,
)
from purser.follow import EventStream
from purser.hold import Hold
from purser.money import AmountLike, amount_of, text_of

__all__ = [
    "AmountLike",
    "Answer",
    "ApprovalPendingError",
    "AsyncDelegation",
    "AsyncEventStream",
    "AsyncHold",
    "AsyncPurser",
    "AttemptOverError",
    "Delegation",
    "DeniedError",
    "EndRule",
    "EventStream",
    "Hold",
    "LostKeyError",
    "NotApprovedError",
    "OnError",
    "Purser",
    "PurserError",
    "Request",
    "Settled",
    "SettlementError",
    "TakenUpError",
    "UnansweredError",
    "amount_of",
    "outbox",
    "requests",
    "text_of",
    "webhooks",
]
