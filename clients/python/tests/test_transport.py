from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable

import httpx
import pytest
from fault_proxy import FaultProxy
from purser import DeniedError, Purser, PurserError, UnansweredError, requests
from purser._keys import new_key
from world import Agent


def problem(status: int, code: str, **fields: object) -> httpx.Response:
    body = {"code": code, "detail": "no", "status": status, "requestId": "r", **fields}
    return httpx.Response(status, json=body)


def client(answer: Callable[[httpx.Request], httpx.Response], deadline: float = 5) -> Purser:
    return Purser("http://purser", "key", deadline=deadline, transport=httpx.MockTransport(answer))


def test_a_request_is_not_repeated_before_the_service_wants_it() -> None:
    times: list[float] = []
    keys: set[str] = set()

    def answer(request: httpx.Request) -> httpx.Response:
        times.append(time.monotonic())
        keys.add(request.headers["idempotency-key"])
        if len(times) > 1:
            return httpx.Response(200, json={})
        found = problem(429, "rate_limited")
        found.headers["retry-after"] = "1"
        return found

    client(answer).api.close_budget("budget_1")
    assert len(times) == 2 and times[1] - times[0] >= 1
    assert len(keys) == 1


def test_whoever_wants_longer_than_the_deadline_is_not_waited_for() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        found = problem(503, "overloaded")
        found.headers["retry-after"] = "3600"
        return found

    # Nothing was done, and the service has said so.
    with pytest.raises(PurserError) as caught:
        client(answer).api.close_budget("budget_1")
    assert caught.value.code == "overloaded"


def test_an_answer_that_nobody_knows_of_has_the_key_to_repeat_it() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return problem(500, "internal_error")

    with pytest.raises(UnansweredError, match="nobody knows whether it was done") as caught:
        client(answer, 0.3).api.close_budget("budget_1", idempotency_key="mine")
    assert caught.value.idempotency_key == "mine"
    assert isinstance(caught.value.__cause__, PurserError)


@pytest.mark.parametrize(
    ("status", "code"), [(404, "not_found"), (409, "budget_state"), (403, "forbidden")]
)
def test_a_refusal_is_the_last_word(status: int, code: str) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return problem(status, code)

    with pytest.raises(PurserError) as caught:
        client(answer).api.get_budget("budget_1")
    assert (caught.value.status, caught.value.code, len(asked)) == (status, code, 1)


def test_what_a_limit_denies_is_never_repeated() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return problem(429, "rate_limited", violations=[], largestAdmissible="0.5")

    with pytest.raises(DeniedError):
        client(answer).api.close_budget("budget_1")
    assert len(asked) == 1


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b"\xff\xfe"])
def test_an_answer_that_cannot_be_read_is_asked_for_again(content: bytes) -> None:
    answers = [httpx.Response(200, content=content), httpx.Response(200, json={"id": "budget_1"})]
    found = client(lambda _: answers.pop(0)).api.get_budget("budget_1")
    assert found["id"] == "budget_1"


def test_redirects_are_not_followed_with_a_key() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "purser"
        return httpx.Response(302, headers={"location": "http://elsewhere/"})

    with pytest.raises(UnansweredError, match="something that is not Purser"):
        client(answer).api.get_budget("budget_1")


def test_a_service_that_trickles_its_answer_meets_the_deadline() -> None:
    class Trickle(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def]
            for _ in range(1_000):
                time.sleep(0.05)
                yield b" "

    with pytest.raises(UnansweredError, match="no whole answer"):
        client(lambda _: httpx.Response(200, stream=Trickle()), 0.3).api.get_budget("budget_1")


@pytest.mark.parametrize("hostile", ["a\nb: c", "é", "\r\n", "a b", "\x7f"])
def test_a_key_that_is_none_is_refused_before_anything_is_sent(hostile: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        pytest.fail("nothing must be sent")

    with pytest.raises(ValueError):
        client(answer).api.close_budget("budget_1", idempotency_key=hostile)
    with pytest.raises(ValueError):
        client(answer).api.close_budget("budget_1", idempotency_key="x" * 256)
    with pytest.raises(ValueError):
        Purser("http://purser", hostile)


@pytest.mark.parametrize("hostile", ["", ".", ".."])
def test_an_id_leads_nowhere_else(hostile: str) -> None:
    with pytest.raises(ValueError):
        client(lambda _: httpx.Response(200, json={})).api.get_budget(hostile)


@pytest.mark.parametrize("hostile", ["a/b?c=d#e", "%2e%2e/keys", "{id}", "é\n\u202e"])
def test_an_id_is_one_part_of_the_path(hostile: str) -> None:
    seen: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.url.raw_path)
        return httpx.Response(200, json={})

    client(answer).api.verify_budget(hostile)
    [path] = seen
    assert path.startswith(b"/v1/budgets/") and path.endswith(b"/verify")
    assert path.count(b"/") == 4 and b"?" not in path and b"#" not in path


HOSTILE = [
    "'; DROP TABLE entries; --",
    '<script>alert("x")</script>',
    "line\nbreak\ttab\r",
    "\u202eright to left \u200b hidden",
    "🤖" * 100,
    "${jndi:ldap://x} {{7*7}} %s %n",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_is_or_refused_whole(
    purser: Purser, agent: Agent, text: str
) -> None:
    try:
        with purser.paid(budget=agent.budget, max="1", reason=text, context={"text": text}) as hold:
            assert hold.reservation["reason"] == text
    except PurserError as refusal:
        assert refusal.code == "validation_failed" and refusal.errors
        assert agent.money() == ("0", "0")


@pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 1_001])
def test_text_that_cannot_be_kept_is_refused_with_the_field_at_fault(
    purser: Purser, agent: Agent, text: str
) -> None:
    with pytest.raises(PurserError) as caught:
        with purser.paid(budget=agent.budget, max="1", reason=text):
            pytest.fail("it must not begin")
    assert 400 <= caught.value.status < 500
    assert agent.money() == ("0", "0")


def test_fields_at_fault_are_named(purser: Purser) -> None:
    with pytest.raises(PurserError) as caught:
        purser.api.create_reservation({"budgetId": "no", "amount": "-1"})
    assert caught.value.code == "validation_failed"
    assert {error["field"] for error in caught.value.errors} == {"budgetId", "amount"}


def test_what_cannot_be_json_is_no_request(purser: Purser, agent: Agent, proxy: FaultProxy) -> None:
    with pytest.raises((TypeError, ValueError)):
        with purser.paid(budget=agent.budget, max="1", context={"a": object()}):
            pass
    with pytest.raises(ValueError):
        with purser.paid(budget=agent.budget, usage={"call": float("nan")}, vendor="a", item="b"):
            pass
    assert proxy.seen == []


def test_every_operation_has_a_method_and_an_answer_its_status(
    purser: Purser, agent: Agent
) -> None:
    request = requests.create_reservation(
        {"budgetId": agent.budget, "amount": "1"}, idempotency_key=f"k-{agent.budget}"
    )
    first, second = purser.send(request), purser.send(request)
    assert (first.status, first.replayed, second.status, second.replayed) == (201, False, 201, True)
    assert first.request_id
    page = purser.api.list_reservations(
        budget_id=agent.budget, state=["held"], subtree=True, limit=5
    )
    assert [item["id"] for item in page["items"]] == [first.body["id"]]
    assert json.dumps(page)


def test_a_new_key_begins_with_its_time() -> None:
    before = time.time_ns() // 1_000_000
    keys = [uuid.UUID(new_key()) for _ in range(100)]
    after = time.time_ns() // 1_000_000
    assert len(set(keys)) == 100
    assert {(key.version, key.variant) for key in keys} == {(7, uuid.RFC_4122)}
    assert all(before <= key.int >> 80 <= after for key in keys)
