from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator

import pytest
from cutting_proxy import CuttingProxy
from purser import AsyncPurser, Purser, PurserError, UnansweredError
from purser._following import Patience
from purser._messages import EndlessMessage, Message, MessageReader
from world import Agent

QUICK = Patience(silence=45, begin=0.5, pause=0.05, longest_pause=0.1)


def pay(agent: Agent, *amounts: str) -> None:
    for amount in amounts:
        with agent.client() as purser, purser.paid(budget=agent.budget, max=amount):
            pass


def test_each_event_comes_once_and_in_its_order(admin: Purser, agent: Agent) -> None:
    pay(agent, "0.1", "0.2")
    amounts: list[str] = []
    with admin.follow(
        budget_id=agent.budget, after="start", types=["reservation.committed"]
    ) as stream:
        for event in stream:
            reservation = event["data"]["entry"].get("reservation")
            amounts.append(reservation["amount"] if reservation else "")
            if len(amounts) == 2:
                break
        place = stream.place
    assert amounts == ["0.1", "0.2"]
    pay(agent, "0.3")
    with admin.follow(
        budget_id=agent.budget, after=place, types=["reservation.committed"]
    ) as stream:
        event = next(stream)
    assert event["type"] == "reservation.committed"
    assert event["data"]["entry"]["deltas"]["spent"] == "0.3"


def test_what_is_cut_is_resumed_with_each_event_once(agent: Agent) -> None:
    pay(agent, "0.1", "0.2", "0.3", "0.4")
    proxy = CuttingProxy(os.environ["PURSER_URL"], 100, 2_000, 2_500)
    lost: list[Exception] = []
    spent: list[str] = []
    with Purser(proxy.url) as purser, purser.follow(
        budget_id=agent.budget,
        after="start",
        types=["reservation.committed"],
        patience=QUICK,
        on_lost=lambda error, _: lost.append(error),
    ) as stream:
        for event in stream:
            spent.append(event["data"]["entry"]["deltas"]["spent"])
            if len(spent) == 4:
                break
    assert spent == ["0.1", "0.2", "0.3", "0.4"]
    assert (proxy.cuts_left, len(lost)) == (0, 3)
    proxy.stop()


def test_another_thread_ends_a_stream(admin: Purser, agent: Agent) -> None:
    stream = admin.follow(budget_id=agent.budget, after="start")
    seen: list[str] = []
    reading = threading.Thread(target=lambda: seen.extend(event["type"] for event in stream))
    reading.start()
    pay(agent, "0.1")
    stream.close()
    # It ends with the next word of the service, which this makes it say.
    pay(agent, "0.1")
    reading.join(60)
    assert not reading.is_alive()
    assert "budget.delegated" in seen or "budget.created" in seen


def test_a_key_that_was_revoked_ends_it_with_the_refusal(agent: Agent) -> None:
    agent.admin.api.revoke_key(agent.key_id)
    with pytest.raises(PurserError) as caught:
        next(agent.client().follow(budget_id=agent.budget))
    assert caught.value.code == "unauthenticated"


def test_a_service_that_is_not_there_is_an_error_and_not_a_wait_for_ever() -> None:
    lost: list[float] = []
    with pytest.raises(UnansweredError, match="never began"):
        next(
            Purser("http://127.0.0.1:9", "key").follow(
                patience=QUICK, on_lost=lambda _, wait: lost.append(wait)
            )
        )
    assert len(lost) >= 2


@pytest.mark.asyncio
async def test_a_loop_reads_events_until_its_task_is_cancelled(agent: Agent) -> None:
    async with AsyncPurser() as purser:
        seen: list[str] = []

        async def read() -> None:
            async for event in purser.follow(budget_id=agent.budget, after="start"):
                seen.append(event["type"])

        reading = asyncio.create_task(read())
        await asyncio.to_thread(pay, agent, "0.1")
        async with asyncio.timeout(30):
            while "reservation.committed" not in seen:
                await asyncio.sleep(0.05)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading


# What a stream says


def messages(*parts: bytes) -> Iterator[Message]:
    reader = MessageReader()
    for part in parts:
        yield from reader.read(part)


def test_messages_are_read_however_they_are_cut() -> None:
    text = ': hello\n\nid: 1\ndata: {"a":\ndata: "é"}\n\nid: 2\r\n\r\ndata:x\r\rdata\n\n'.encode()
    whole = list(messages(text))
    assert whole == [
        Message("1", '{"a":\n"é"}'),
        Message("2", None),
        Message("2", "x"),
        Message("2", ""),
    ]
    assert list(messages(*(bytes([byte]) for byte in text))) == whole


def test_a_message_without_an_end_is_not_kept() -> None:
    reader = MessageReader()
    with pytest.raises(EndlessMessage):
        for _ in range(20):
            list(reader.read(b"data: " + b"x" * 1_000_000 + b"\n"))
