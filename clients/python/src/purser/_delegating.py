"""Gives a part of a budget to somebody, with a key: the same child and the same key for one `ref`.

The child's secret is derived as `@purser/sdk` derives it: programs of both kinds find each other's children.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass

from purser import requests
from purser._transport import Transport
from purser._wish import Labels
from purser.errors import LostKeyError, PurserError
from purser.money import AmountLike, text_of
from purser.schema import (
    ChildKeyBody,
    CloseBodyHolds,
    DelegateBody,
    EnvelopeBody,
    Policy,
    ScopesBody,
    WrittenNewChild,
)

_LEAST_SEED = 32

# Between the name of a key and what makes its secret its own.
_SALT = re.compile(r"~([0-9A-Za-z_-]{22})\Z", re.ASCII)
_LONGEST_NAME = 170

_CLOSED_LOOK = 0.5


@dataclass(frozen=True)
class ChildWish:
    parent: str
    body: DelegateBody
    ref: str | None
    key_name: str
    scopes: ScopesBody | None
    expires_at: str | None
    seed: str | None


@dataclass(frozen=True)
class MadeChild:
    budget: WrittenNewChild
    existed: bool
    key: str


def child_of(
    *,
    parent: str,
    name: str,
    ref: str | None = None,
    guarantee: AmountLike = 0,
    ceiling: AmountLike | None = None,
    envelopes: list[EnvelopeBody] | None = None,
    policy: Policy | None = None,
    metadata: Labels | None = None,
    key_name: str | None = None,
    scopes: ScopesBody | None = None,
    expires_at: str | None = None,
    seed: str | None = None,
) -> ChildWish:
    body: DelegateBody = {
        "name": name,
        "ref": ref,
        "guarantee": text_of(guarantee),
        "policy": policy,
        "metadata": metadata,
    }
    if ceiling is not None:
        body["ceiling"] = text_of(ceiling)
    if envelopes is not None:
        body["envelopes"] = envelopes
    if ref is not None and seed is not None:
        _check(seed)
    return ChildWish(parent, body, ref, key_name or name, scopes, expires_at, seed)


async def delegate(transport: Transport, wish: ChildWish) -> MadeChild:
    # Of a ref each child has a salt of its own: whoever had the key of one that was closed has not
    # the key of the next.
    salt = _text_of(secrets.token_bytes(16))
    named = wish.key_name
    secret = _text_of(secrets.token_bytes(32))
    if wish.ref is not None:
        named = f"{named[:_LONGEST_NAME]}~{salt}"
        secret = _secret_of(transport, wish, salt)
    key: ChildKeyBody = {
        "name": named,
        "secretHash": hashlib.sha256(secret.encode()).hexdigest(),
        "scopes": wish.scopes,
        "expiresAt": wish.expires_at,
    }
    body = wish.body.copy()
    body["key"] = key
    budget = await transport.ask(requests.delegate_budget(wish.parent, body))
    if "existed" in budget:
        return MadeChild(budget, True, await _found_key(transport, wish, budget))
    made = budget.get("key")
    return MadeChild(budget, False, (made["prefix"] if made else "") + secret)


async def close_child(
    transport: Transport, budget_id: str, holds: CloseBodyHolds, reason: str | None
) -> None:
    """Until what it had left is back with its parent; no error if it is closed already."""
    try:
        asked = requests.close_budget(budget_id, {"holds": holds, "reason": reason})
        if (await transport.ask(asked))["state"] == "closed":
            return
    except PurserError as error:
        # Somebody else has closed it, or is about to.
        if error.code != "budget_state":
            raise
    while (await transport.ask(requests.get_budget(budget_id)))["state"] != "closed":
        await transport.io.pause(_CLOSED_LOOK)


async def _found_key(transport: Transport, wish: ChildWish, budget: WrittenNewChild) -> str:
    """The key of a child that was there: the same secret follows from the salt that its name has."""
    key = budget.get("key")
    salt = _SALT.search(key["name"]) if key else None
    if key is None or salt is None:
        raise LostKeyError(budget["id"], "it was made without one, or in another way")
    if not key.get("works"):
        raise LostKeyError(budget["id"], "it was revoked, or has expired")
    found = key["prefix"] + _secret_of(transport, wish, salt[1])
    try:
        await transport.with_key(found).ask(requests.get_principal())
    except PurserError as error:
        if error.code != "unauthenticated":
            raise
        raise LostKeyError(budget["id"], "it was made from another seed") from None
    return found


def _secret_of(transport: Transport, wish: ChildWish, salt: str) -> str:
    """256 bits that nobody finds who has not the seed, as the text of a secret: HKDF with SHA-256."""
    seed = _check(transport.key if wish.seed is None else wish.seed)
    info = json.dumps(
        ["purser delegation", wish.parent, wish.ref, salt],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    extracted = hmac.digest(bytes(32), seed.encode(), "sha256")
    return _text_of(hmac.digest(extracted, info.encode() + b"\x01", "sha256"))


def _check(seed: str) -> str:
    if len(seed) < _LEAST_SEED:
        raise ValueError(
            f"a seed has at least {_LEAST_SEED} characters: whoever guesses it has the keys"
        )
    return seed


def _text_of(some: bytes) -> str:
    return base64.urlsafe_b64encode(some).decode().rstrip("=")
