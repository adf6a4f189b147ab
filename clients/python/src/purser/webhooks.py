"""Events that come as requests, by Standard Webhooks."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict, TypeGuard

from purser.schema import Event


class PingData(TypedDict):
    webhookId: str
    budgetId: str | None


class Ping(TypedDict):
    """What `api.test_webhook` makes the service send: it is no event of the journal."""

    id: str
    type: Literal["webhook.ping"]
    timestamp: str
    data: PingData


WebhookEvent: TypeAlias = Event | Ping

WebhookFault: TypeAlias = Literal["missing_header", "wrong_time", "wrong_signature", "wrong_body"]


class WebhookError(Exception):
    """The request does not come from the service, is too old, or was changed on its way. Answer it
    with 401, and do nothing that it asks for.
    """

    def __init__(self, fault: WebhookFault, message: str) -> None:
        super().__init__(message)
        self.fault = fault


_TOLERANCE_SECONDS = 300.0

# As many signatures are looked at: the service sends two at most, while a secret is replaced.
_MOST_SIGNATURES = 8

_PREFIX = "whsec_"


def verify(
    secrets: str | Sequence[str],
    headers: Mapping[str, str] | Mapping[str, Sequence[str]],
    body: bytes | str,
    *,
    tolerance_seconds: float = _TOLERANCE_SECONDS,
    now: Callable[[], float] = time.time,
) -> WebhookEvent:
    """The event in a request. `body` is what was received, byte for byte: not JSON that was read and
    written again. Several secrets are given while one is replaced, or where several webhooks send
    here.

    Raises a `WebhookError` where the request is not the service's, and a ValueError where a secret is
    none.
    """
    keys = [_key_in(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    if not keys:
        raise ValueError("no secret was given")
    # Programs without types give what their framework made of the body.
    given: object = body
    if not isinstance(given, (bytes, str)):
        raise TypeError("the body has to be given as it was received, before JSON was read from it")
    received = given.encode() if isinstance(given, str) else given
    fields = {name.lower(): value for name, value in headers.items()}
    event_id = _header(fields, "webhook-id")
    timestamp = _header(fields, "webhook-timestamp")
    signatures = _header(fields, "webhook-signature").split(" ")[:_MOST_SIGNATURES]
    if not _is_close(timestamp, now(), tolerance_seconds):
        message = "the request was not sent just now: webhook-timestamp says so"
        raise WebhookError("wrong_time", message)
    signed = f"{event_id}.{timestamp}.".encode() + received
    if not _is_signed(keys, signatures, signed):
        raise WebhookError("wrong_signature", "no signature of the request fits a secret")
    return _event_in(received)


def _is_close(timestamp: str, now: float, tolerance: float) -> bool:
    if not re.fullmatch(r"[0-9]{1,12}", timestamp, re.ASCII):
        return False
    return abs(now - int(timestamp)) <= tolerance


def _is_signed(keys: list[bytes], signatures: list[str], signed: bytes) -> bool:
    """All are tried, so that the time it takes does not say which one fits."""
    found = [mac for mac in map(_mac_in, signatures) if mac is not None]
    tries = [
        hmac.compare_digest(hmac.digest(key, signed, "sha256"), mac)
        for key in keys
        for mac in found
    ]
    return any(tries)


def _key_in(secret: str) -> bytes:
    """Raises a ValueError without the secret in it."""
    key = _decoded(secret.removeprefix(_PREFIX))
    if not key:
        raise ValueError("a secret of a webhook reads whsec_… and goes on in base64")
    return key


def _mac_in(signature: str) -> bytes | None:
    version, _, text = signature.partition(",")
    return _decoded(text) if version == "v1" else None


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def _header(fields: Mapping[str, str | Sequence[str]], name: str) -> str:
    """Of a header that came twice, the first."""
    value = fields.get(name)
    found = value if isinstance(value, str) or not value else value[0]
    if not isinstance(found, str) or not found:
        raise WebhookError("missing_header", f"the request has no header {name}")
    return found


def _event_in(body: bytes) -> WebhookEvent:
    """It is signed: what it says has the service's word. That it is an event at all is looked at,
    since others sign as well.
    """
    try:
        found: object = json.loads(body)
    except ValueError:
        message = "the request is signed, and its body is not JSON"
        raise WebhookError("wrong_body", message) from None
    if not _is_event(found):
        raise WebhookError("wrong_body", "the request is signed, and its body is no event")
    return found


def _is_event(found: object) -> TypeGuard[WebhookEvent]:
    return (
        isinstance(found, dict)
        and all(isinstance(found.get(name), str) for name in ("id", "type", "timestamp"))
        and "data" in found
    )
