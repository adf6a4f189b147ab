from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal

import httpx
import pytest
from fault_proxy import Fault, FaultProxy
from purser import (
    AsyncPurser,
    DeniedError,
    NotApprovedError,
    OnError,
    SettlementError,
    UnansweredError,
)
from world import COMMIT, EXTEND, RESERVE, Agent

pytestmark = pytest.mark.asyncio


class VendorError(Exception):
    pass


@asynccontextmanager
async def client_of(agent: Agent, deadline: float = 20) -> AsyncIterator[AsyncPurser]:
    async with AsyncPurser(agent.proxy.url, agent.key, deadline=deadline) as purser:
        yield purser


async def until(is_so: Callable[[], bool]) -> None:
    """Looks in a thread, so that the loop goes on."""
    async with asyncio.timeout(60):
        while not await asyncio.to_thread(is_so):
            await asyncio.sleep(0.05)


async def money_of(agent: Agent) -> tuple[str, str]:
    return await asyncio.to_thread(agent.money)


async def test_what_the_block_has_reported_is_paid(agent: Agent) -> None:
    async with client_of(agent) as purser:
        async with purser.paid(budget=agent.budget, max="0.35", vendor="openai") as hold:
            assert hold.amount == Decimal("0.35")
            settled = await hold.settle(amount=Decimal("0.2814"), external_id="req-1")
        assert settled is not None
        assert (settled["state"], settled["externalId"]) == ("committed", "req-1")
        async with purser.paid(budget=agent.budget, max="0.35"):
            pass
        async with purser.paid(budget=agent.budget, max="0.35") as hold:
            await hold.release()
        budget = await purser.api.get_budget(agent.budget)
    assert budget["balances"]["spent"] == "0.6314"
    with pytest.raises(TypeError, match="is not exact"):
        purser.paid(budget=agent.budget, max=0.1)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", ["lost", "answer lost", "overloaded", "bad gateway"])
async def test_whatever_is_lost_is_paid_once(agent: Agent, proxy: FaultProxy, fault: Fault) -> None:
    proxy.next(RESERVE, fault)
    proxy.next(COMMIT, fault)
    async with client_of(agent) as purser:
        async with purser.paid(budget=agent.budget, max="1") as hold:
            await hold.settle(amount="0.25")
    assert await money_of(agent) == ("0.25", "0")
    assert (len(proxy.keys_of(RESERVE)), len(proxy.keys_of(COMMIT))) == (1, 1)


async def test_ten_at_once_on_the_money_for_five_are_five_and_five(agent: Agent) -> None:
    async def one(purser: AsyncPurser) -> str:
        try:
            async with purser.paid(budget=agent.budget, max="2"):
                return "paid"
        except DeniedError as denial:
            return denial.code

    async with client_of(agent) as purser:
        found = await asyncio.gather(*(one(purser) for _ in range(10)))
    assert sorted(found) == ["insufficient_funds"] * 5 + ["paid"] * 5
    assert await money_of(agent) == ("10", "0")


async def test_it_is_held_while_the_loop_goes_on(agent: Agent, proxy: FaultProxy) -> None:
    async with client_of(agent) as purser:
        async with purser.paid(budget=agent.budget, max="1", ttl_seconds=1) as hold:
            hold.report(amount="0.25")
            await until(lambda: proxy.count_of(EXTEND) >= 5)
            assert agent.state_of(hold.id) == "held"
            assert await money_of(agent) == ("0.25", "0.75")
            await hold.settle(amount="0.5")
    assert await money_of(agent) == ("0.5", "0")


async def test_a_settlement_that_finds_no_service_is_in_the_error(
    agent: Agent, proxy: FaultProxy
) -> None:
    async with client_of(agent) as purser:
        with pytest.raises(SettlementError) as caught:
            async with purser.paid(budget=agent.budget, max="1") as hold:
                proxy.is_away = True
                await hold.settle(amount="0.25")
        proxy.is_away = False
        error = caught.value
        await purser.api.commit_reservation(
            error.reservation_id, error.body, idempotency_key=error.idempotency_key
        )
    assert await money_of(agent) == ("0.25", "0")


@pytest.mark.parametrize(
    ("on_error", "expected"),
    [
        ("commit", ("1", "0")),
        ("release", ("0", "0")),
        ("keep", ("0", "1")),
        (lambda error: "release" if isinstance(error, VendorError) else "commit", ("0", "0")),
    ],
)
async def test_what_an_error_means_for_the_money_is_the_callers_to_say(
    agent: Agent, on_error: OnError, expected: tuple[str, str]
) -> None:
    async with client_of(agent) as purser:
        with pytest.raises(VendorError):
            async with purser.paid(budget=agent.budget, max="1", on_error=on_error):
                raise VendorError()
    assert await money_of(agent) == expected


# Cancelled


async def test_a_block_that_is_cancelled_pays_what_may_have_been_spent(agent: Agent) -> None:
    async with client_of(agent) as purser:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                async with purser.paid(budget=agent.budget, max="1"):
                    await asyncio.sleep(60)
        assert await money_of(agent) == ("1", "0")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                async with purser.paid(budget=agent.budget, max="1", on_error="release"):
                    await asyncio.sleep(60)
    assert await money_of(agent) == ("1", "0")


async def test_a_reservation_whose_caller_has_left_is_given_back(
    agent: Agent, proxy: FaultProxy
) -> None:
    proxy.next(RESERVE, "overloaded")
    began = False
    async with client_of(agent) as purser:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                async with purser.paid(budget=agent.budget, max="1"):
                    began = True
        # Leaving the client waits for it.
    page = await asyncio.to_thread(
        lambda: agent.admin.api.list_reservations(budget_id=agent.budget, state=["released"])
    )
    assert (began, len(page["items"])) == (False, 1)
    assert await money_of(agent) == ("0", "0")


async def test_a_settlement_goes_on_when_its_task_is_cancelled_as_often_as_it_likes(
    agent: Agent, proxy: FaultProxy
) -> None:
    proxy.next(COMMIT, "overloaded")
    async with client_of(agent) as purser:

        async def pay() -> None:
            async with purser.paid(budget=agent.budget, max="1") as hold:
                await hold.settle(amount="0.25")

        task = asyncio.create_task(pay())
        await until(lambda: proxy.count_of(COMMIT) >= 1)
        for _ in range(3):
            task.cancel()
            await asyncio.sleep(0.05)
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await money_of(agent) == ("0.25", "0")
    assert proxy.count_of(COMMIT) == 2


async def test_what_waits_for_people_is_given_back_when_the_one_who_waits_is_cancelled(
    asking: Agent,
) -> None:
    async with client_of(asking) as purser:

        async def pay() -> None:
            async with purser.paid(budget=asking.budget, max="5"):
                pytest.fail("nobody has agreed")

        task = asyncio.create_task(pay())
        waiting = await asyncio.to_thread(asking.waiting)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # In the background, where the answer to the reservation was still on its way.
        await until(lambda: asking.state_of(waiting) == "released")
    assert await money_of(asking) == ("0", "0")


async def test_a_cancellation_goes_on_and_carries_what_could_not_be_recorded(
    agent: Agent, proxy: FaultProxy
) -> None:
    async with client_of(agent) as purser:

        async def pay() -> None:
            async with purser.paid(budget=agent.budget, max="1"):
                proxy.is_away = True
                await asyncio.sleep(60)

        task = asyncio.create_task(pay())
        await until(lambda: proxy.is_away)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert agent.proxy.count_of(COMMIT) >= 1


# What people have to approve


async def test_people_agree_or_refuse_while_the_loop_goes_on(asking: Agent) -> None:
    async with client_of(asking, deadline=3) as purser:

        async def pay() -> None:
            async with purser.paid(budget=asking.budget, max="5") as hold:
                await hold.settle(amount="4")

        task = asyncio.create_task(pay())
        waiting = await asyncio.to_thread(asking.waiting)
        await asyncio.sleep(4)
        await asyncio.to_thread(asking.admin.api.approve_reservation, waiting)
        await task
        task = asyncio.create_task(pay())
        waiting = await asyncio.to_thread(asking.waiting)
        await asyncio.to_thread(
            lambda: asking.admin.api.reject_reservation(waiting, {"reason": "too much"})
        )
        with pytest.raises(NotApprovedError, match="^admin has rejected this: too much$"):
            await task
    assert await money_of(asking) == ("4", "0")


class Silent(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        return httpx.Response(200, json={})


class Confusing(Silent):
    """Cancels the task that it runs in and goes on, as what connects does where one of two
    addresses is refused.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            pass
        return await super().handle_async_request(request)


@pytest.mark.parametrize("transport", [Silent(), Confusing()])
async def test_a_service_that_does_not_answer_meets_the_deadline(
    transport: httpx.AsyncBaseTransport,
) -> None:
    async with AsyncPurser("http://purser", "key", deadline=0.3, transport=transport) as purser:
        with pytest.raises(UnansweredError, match="no whole answer"):
            await purser.api.get_budget("budget_1")
