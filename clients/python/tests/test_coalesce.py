from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import TypeVar

import httpx
import pytest
from fault_proxy import FaultProxy
from purser import AsyncPurser, DeniedError, Purser, PurserError, UnansweredError, requests
from purser.schema import ReserveBody
from world import BATCH, COMMIT, RESERVE, Agent

T = TypeVar("T")


@asynccontextmanager
async def joining(agent: Agent, key: str | None = None) -> AsyncIterator[AsyncPurser]:
    async with AsyncPurser(agent.proxy.url, key or agent.key, coalesce=True) as purser:
        yield purser


def reserve(agent: Agent, amount: str = "1", run: str | None = None) -> ReserveBody:
    return {"budgetId": agent.budget, "amount": amount, "runId": run}


async def outcomes_of(asked: Sequence[Awaitable[T]]) -> list[object]:
    """An answer, or of a refusal its code."""
    found = await asyncio.gather(*asked, return_exceptions=True)
    return [one.code if isinstance(one, PurserError) else one for one in found]


def paths_of(proxy: FaultProxy) -> list[str]:
    return [what.removeprefix("POST /v1/reservations") for what, _ in proxy.seen]


@pytest.mark.asyncio
async def test_what_tasks_ask_at_the_same_time_goes_as_one_request_with_an_answer_for_each(
    agent: Agent, proxy: FaultProxy
) -> None:
    # Agents record no charges.
    async with joining(agent, os.environ["PURSER_KEY"]) as purser:
        api = purser.api
        asked = [api.create_reservation(reserve(agent, run=f"run-{i}")) for i in range(9)]
        found = await asyncio.gather(
            *asked, api.create_reservation(reserve(agent, "5")), return_exceptions=True
        )
        denial = found.pop()
        assert isinstance(denial, DeniedError)
        assert (denial.status, denial.largest_admissible) == (402, Decimal(1))
        held = [one for one in found if not isinstance(one, BaseException)]
        assert [one["runId"] for one in held] == [f"run-{i}" for i in range(9)]
        assert paths_of(proxy) == ["/batch"]

        nobody = "rsv_01k9v3p0a1b2c3d4e5f6g7h8j9"
        settled = await outcomes_of(
            [
                purser.send(requests.commit_reservation(held[3]["id"], {"amount": "0.5"})),
                purser.send(requests.release_reservation(held[0]["id"])),
                purser.send(requests.record_charge(agent.budget, {"vendor": "a", "amount": "0.1"})),
                purser.send(requests.refund_reservation(nobody, {"amount": "1"})),
            ]
        )
        assert settled[-1] == "not_found"
        statuses = [getattr(one, "status", None) for one in settled]
        assert statuses == [200, 200, 201, None]
    assert paths_of(proxy) == ["/batch", "/batch"]
    assert await asyncio.to_thread(agent.money) == ("0.6", "7")


@pytest.mark.asyncio
async def test_each_has_its_own_idempotency_key_which_serves_alone_and_together(
    agent: Agent, proxy: FaultProxy
) -> None:
    keys = [f"{agent.budget}-{name}" for name in "ab"]
    async with joining(agent) as purser:

        def both() -> list[Awaitable[tuple[bool, str]]]:
            return [one(key) for key in keys]

        async def one(key: str) -> tuple[bool, str]:
            request = requests.create_reservation(reserve(agent), idempotency_key=key)
            answer = await purser.send(request)
            return answer.replayed, answer.body["id"]

        first, again = await asyncio.gather(*both()), await asyncio.gather(*both())
        alone = await one(keys[0])
    assert [replayed for replayed, _ in [*first, *again, alone]] == [False] * 2 + [True] * 3
    assert [*again, alone] == [(True, hold_id) for _, hold_id in [*first, first[0]]]
    assert paths_of(proxy) == ["/batch", "/batch", ""]


@pytest.mark.asyncio
async def test_one_that_is_not_well_made_is_refused_alone_and_keeps_no_other_from_passing(
    agent: Agent, proxy: FaultProxy
) -> None:
    async with joining(agent) as purser:
        amounts = ["0.1"] * 6 + ["much"] + ["0.1"] * 3
        asked = [purser.api.create_reservation(reserve(agent, amount)) for amount in amounts]
        found = await asyncio.gather(*asked, return_exceptions=True)
        [refusal] = [one for one in found if isinstance(one, PurserError)]
        assert (found.index(refusal), refusal.code) == (6, "validation_failed")
        assert [error["field"] for error in refusal.errors] == ["amount"]
        assert len(proxy.seen) < 10

        bodies = [reserve(agent, "0.1") for _ in range(4)]
        bodies[1]["context"] = {"what": object()}
        others = [purser.api.create_reservation(body) for body in bodies]
        kinds = [
            type(one).__name__ for one in await asyncio.gather(*others, return_exceptions=True)
        ]
    assert kinds == ["dict", "TypeError", "dict", "dict"]
    assert await asyncio.to_thread(agent.money) == ("0", "1.2")


@pytest.mark.asyncio
async def test_more_than_one_request_can_hold_are_several(agent: Agent, proxy: FaultProxy) -> None:
    async with joining(agent) as purser:
        asked = [purser.api.create_reservation(reserve(agent, "0.001")) for _ in range(1_001)]
        held = await asyncio.gather(*asked)
    assert {one["state"] for one in held} == {"held"}
    assert paths_of(proxy) == ["/batch", ""]


@pytest.mark.asyncio
async def test_what_cannot_be_joined_goes_alone(agent: Agent, proxy: FaultProxy) -> None:
    async with joining(agent) as purser:
        held = await purser.api.create_reservation(reserve(agent))
        await purser.api.get_reservation(held["id"])
        timed = [purser.api.create_reservation(reserve(agent), deadline=5) for _ in range(2)]
        await asyncio.gather(*timed)
    assert (proxy.count_of(BATCH), proxy.count_of(RESERVE)) == (0, 3)


@pytest.mark.asyncio
async def test_what_is_cancelled_before_it_is_sent_is_not(agent: Agent, proxy: FaultProxy) -> None:
    async with joining(agent) as purser:
        asked = [
            asyncio.create_task(purser.api.create_reservation(reserve(agent))) for _ in range(3)
        ]
        await asyncio.sleep(0)
        # Also the one who has asked first.
        asked[0].cancel()
        found = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(found[0], asyncio.CancelledError)
    assert await asyncio.to_thread(agent.money) == ("0", "2")
    assert paths_of(proxy) == ["/batch"]


@pytest.mark.asyncio
async def test_a_key_that_may_not_reserve_settles_all_the_same(agent: Agent) -> None:
    body = reserve(agent)
    ids = [agent.admin.api.create_reservation(body)["id"] for _ in range(2)]
    asked = {"name": "reader", "role": "agent", "scopes": {"actions": ["read"]}}
    key = agent.admin.api.issue_key(agent.budget, asked)["secret"]  # type: ignore[arg-type]
    async with joining(agent, key) as purser:
        releases = [purser.api.release_reservation(hold_id) for hold_id in ids]
        assert await outcomes_of(releases) == ["forbidden", "forbidden"]


@pytest.mark.asyncio
async def test_paid_calls_that_run_at_once_share_requests_and_each_is_settled_or_denied(
    agent: Agent, proxy: FaultProxy
) -> None:
    async def one(purser: AsyncPurser, i: int) -> int | None:
        try:
            async with purser.paid(budget=agent.budget, max="1", run=f"run-{i}") as hold:
                await hold.settle(amount=Decimal(i) / 100)
                return i
        except DeniedError:
            return None

    async with joining(agent) as purser:
        found = await asyncio.gather(*(one(purser, i) for i in range(20)))
    paid = [i for i in found if i is not None]
    assert len(paid) == 10
    assert paths_of(proxy) == ["/batch", "/batch"]
    spent, reserved = await asyncio.to_thread(agent.money)
    assert (Decimal(spent), reserved) == (Decimal(sum(paid)) / 100, "0")


# With threads


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads of a busy machine are slow to begin."""
    monkeypatch.setattr("purser._blocking._TURN", 0.3)


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    ready = threading.Barrier(count)

    def begin(i: int) -> T:
        ready.wait()
        return work(i)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_what_threads_ask_at_the_same_time_goes_as_one_request(
    agent: Agent, proxy: FaultProxy, turns: None
) -> None:
    purser = agent.client(coalesce=True)

    def one(i: int) -> str:
        try:
            with purser.paid(budget=agent.budget, max="2") as hold:
                hold.settle(amount="0.5")
                return "paid"
        except DeniedError as denial:
            return denial.code

    found = at_once(8, one)
    assert sorted(found) == ["insufficient_funds"] * 3 + ["paid"] * 5
    assert agent.money() == ("2.5", "0")
    assert paths_of(proxy) == ["/batch", "/batch"]
    assert (proxy.count_of(RESERVE), proxy.count_of(COMMIT)) == (0, 0)


def test_whoever_is_interrupted_while_it_sends_for_others_leaves_them_to_themselves(
    turns: None,
) -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/batch"):
            raise KeyboardInterrupt
        keys.append(request.headers["idempotency-key"])
        return httpx.Response(201, json={"id": "rsv_1", "state": "held"})

    purser = Purser("http://purser", "key", transport=httpx.MockTransport(answer), coalesce=True)

    def one(i: int) -> str:
        try:
            body: ReserveBody = {"budgetId": "budget_1", "amount": "1"}
            return purser.api.create_reservation(body, idempotency_key=f"key-{i}")["id"]
        except KeyboardInterrupt:
            return "interrupted"

    assert sorted(at_once(4, one)) == ["interrupted"] + ["rsv_1"] * 3
    assert len(set(keys)) == 3


def test_a_lost_answer_is_said_to_each_with_its_own_key(turns: None) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("gone")

    transport = httpx.MockTransport(answer)
    purser = Purser("http://purser", "key", deadline=0.1, transport=transport, coalesce=True)

    def one(i: int) -> str | None:
        with pytest.raises(UnansweredError, match="nobody knows") as caught:
            purser.api.release_reservation("rsv_1", idempotency_key=f"key-{i}")
        return caught.value.idempotency_key

    assert at_once(3, one) == ["key-0", "key-1", "key-2"]


def test_what_may_pass_later_is_tried_again_alone(turns: None) -> None:
    sent: list[str] = []
    problem = {"code": "overloaded", "status": 503, "detail": "later", "requestId": "r"}

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path)
        body = {"id": "rsv_1", "state": "released"}
        if not request.url.path.endswith("/batch"):
            return httpx.Response(200, json=body)
        accepted = {"outcome": "accepted", "status": 200, "replayed": False, "body": body}
        refused = {"outcome": "problem", "status": 503, "body": problem}
        commands = json.loads(request.content)["commands"]
        return httpx.Response(200, json={"results": [accepted] + [refused] * (len(commands) - 1)})

    purser = Purser("http://purser", "key", transport=httpx.MockTransport(answer), coalesce=True)
    found = at_once(3, lambda i: purser.api.release_reservation("rsv_1")["state"])
    assert found == ["released"] * 3
    assert sent == ["/v1/reservations/batch"] + ["/v1/reservations/rsv_1/release"] * 2
