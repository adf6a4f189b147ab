"""The client of Purser: reserve before a paid call, settle after it."""

from purser import requests
from purser._holding import Settled
from purser._request import Answer, Request
from purser._wish import EndRule, OnError
from purser.client import Purser
from purser.errors import (
    ApprovalPendingError,
    AttemptOverError,
    DeniedError,
    NotApprovedError,
    PurserError,
    SettlementError,
    UnansweredError,
)
from purser.hold import Hold
from purser.money import AmountLike, amount_of, text_of

__all__ = [
    "AmountLike",
    "Answer",
    "ApprovalPendingError",
    "AttemptOverError",
    "DeniedError",
    "EndRule",
    "Hold",
    "NotApprovedError",
    "OnError",
    "Purser",
    "PurserError",
    "Request",
    "Settled",
    "SettlementError",
    "UnansweredError",
    "amount_of",
    "requests",
    "text_of",
]
