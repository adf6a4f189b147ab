from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from purser import Purser
from purser.webhooks import WebhookError, verify
from world import Agent, until


@dataclass(frozen=True)
class Got:
    """What the service really sent."""

    secret: str
    headers: dict[str, str]
    body: bytes


@pytest.fixture(scope="module")
def got(admin: Purser) -> Iterator[Got]:
    taken: list[tuple[dict[str, str], bytes]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            taken.append((dict(self.headers.items()), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    budget = admin.api.create_budget({"name": "w", "currency": "USD", "allocation": "100"})["id"]
    webhook = admin.api.create_webhook(
        {"url": f"http://127.0.0.1:{server.server_address[1]}/", "budgetId": budget}
    )
    admin.api.create_reservation({"budgetId": budget, "amount": "1.5"})
    admin.api.test_webhook(webhook["id"])
    until(lambda: len(taken) >= 2)
    assert webhook["secret"] is not None
    by_type = {json.loads(body)["type"]: (headers, body) for headers, body in taken}
    assert verify(webhook["secret"], *by_type["webhook.ping"])["type"] == "webhook.ping"
    yield Got(webhook["secret"], *by_type["reservation.reserved"])
    admin.api.delete_webhook(webhook["id"])
    server.shutdown()


def fault_of(secrets: str | list[str], headers: dict[str, str], body: bytes | str) -> str:
    try:
        verify(secrets, headers, body)
    except WebhookError as error:
        return error.fault
    return "taken"


def signed(body: bytes, secret: str) -> tuple[dict[str, str], bytes]:
    """A request as somebody else would sign it."""
    at = str(int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.digest(key, f"evt_1.{at}.".encode() + body, "sha256")
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": "evt_1", "webhook-timestamp": at, "webhook-signature": signature}, body


def test_an_event_of_the_service_is_read(got: Got) -> None:
    event = verify(got.secret, got.headers, got.body)
    if event["type"] == "webhook.ping":
        pytest.fail("it is an event of the journal")
    assert event["data"]["entry"]["deltas"]["reserved"] == "1.5"
    upper = {name.upper(): [value] for name, value in got.headers.items()}
    assert verify(["whsec_eA==", got.secret], upper, got.body.decode()) == event


def test_what_was_changed_on_its_way_or_signed_by_others_is_refused(got: Got) -> None:
    name = {field.lower(): field for field in got.headers}
    signature = got.headers[name["webhook-signature"]]
    changes = [
        {name["webhook-id"]: "evt_other"},
        {name["webhook-timestamp"]: str(int(got.headers[name["webhook-timestamp"]]) + 1)},
        {name["webhook-signature"]: signature.replace("v1,", "v2,")},
        {name["webhook-signature"]: "v1,"},
        {name["webhook-signature"]: "v1,***"},
        {name["webhook-signature"]: "v1,eA== " * 1_000 + signature},
    ]
    for change in changes:
        assert fault_of(got.secret, got.headers | change, got.body) == "wrong_signature"
    assert fault_of(got.secret, got.headers, got.body.replace(b"1.5", b"1.6")) == "wrong_signature"
    assert fault_of("whsec_eA==", got.headers, got.body) == "wrong_signature"
    for field in ("webhook-id", "webhook-timestamp", "webhook-signature"):
        assert fault_of(got.secret, got.headers | {name[field]: ""}, got.body) == "missing_header"


@pytest.mark.parametrize(
    ("after", "fault"), [(299, "taken"), (301, "wrong_time"), (-301, "wrong_time")]
)
def test_what_is_older_or_newer_than_the_tolerance_is_refused(
    got: Got, after: float, fault: str
) -> None:
    headers = {name.lower(): value for name, value in got.headers.items()}
    at = int(headers["webhook-timestamp"])
    try:
        verify(got.secret, headers, got.body, now=lambda: at + after)
        found = "taken"
    except WebhookError as error:
        found = error.fault
    assert found == fault
    for wrong in ("soon", "1e9", "-1", "9" * 400, "１"):
        asked = headers | {"webhook-timestamp": wrong}
        assert fault_of(got.secret, asked, got.body) == "wrong_time"


@pytest.mark.parametrize(
    "body", [b"", b"no", b"null", b"[]", b"{}", b"\xff", b'{"id":"e","type":1}']
)
def test_what_is_signed_and_is_no_event_is_refused(got: Got, body: bytes) -> None:
    assert fault_of(got.secret, *signed(body, got.secret)) == "wrong_body"


def test_a_mistake_of_the_receiver_itself_does_not_say_the_secret(got: Got, agent: Agent) -> None:
    mistakes: list[str | list[str]] = [[], "", "whsec_", "whsec_not base64!"]
    for wrong in mistakes:
        with pytest.raises(ValueError):
            verify(wrong, got.headers, got.body)
    with pytest.raises(ValueError) as caught:
        verify("whsec_s3cret!", got.headers, got.body)
    assert "s3cret" not in str(caught.value)
    with pytest.raises(TypeError, match="before JSON was read"):
        verify(got.secret, got.headers, json.loads(got.body))
