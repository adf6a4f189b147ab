"""A process that works and dies: what it owed when it died is settled, then it reserves, works and
settles, several calls at once, until it kills itself at some step of some call. With DIE=never it settles
and ends.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from purser import AsyncPurser, Purser
from purser.outbox import DeadDebt, Debt, FileOutbox, Refusal, WaitingDebts

CALLS_AT_ONCE = 4

# Steps after which it dies; on the average it gets through some calls first.
DEATHS_IN_STEPS = 1 / 20

BUDGET = os.environ["BUDGET"]
SAID = os.open(os.environ["SAID"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def step() -> None:
    if random.random() < DEATHS_IN_STEPS:
        die()


class Dying:
    """An outbox of a process that dies before, while and after anything is written."""

    def __init__(self, kept: FileOutbox) -> None:
        self._kept = kept

    def owe(self, debt: Debt) -> None:
        if random.random() < DEATHS_IN_STEPS:
            threading.Timer(random.random() / 300, die).start()
        self._kept.owe(debt)
        # From here on somebody may know what it did cost.
        os.write(SAID, json.dumps([debt.params, debt.body]).encode() + b"\n")
        step()

    def paid(self, idempotency_key: str) -> None:
        step()
        self._kept.paid(idempotency_key)
        step()

    def refused(self, idempotency_key: str, refusal: Refusal) -> None:
        self._kept.refused(idempotency_key, refusal)

    def waiting(self) -> WaitingDebts:
        return self._kept.waiting()

    def dead(self) -> list[DeadDebt]:
        return self._kept.dead()

    def forget(self, idempotency_key: str) -> None:
        self._kept.forget(idempotency_key)


OUTBOX = FileOutbox(os.environ["FOLDER"])


def cost() -> str:
    return f"0.00{random.randint(1, 9)}"


def work(purser: Purser) -> None:
    while True:
        amount = cost()
        with purser.paid(budget=BUDGET, max="0.01", labels={"cost": amount}) as hold:
            step()
            hold.settle(amount=amount)
            step()


async def work_with_a_loop(purser: AsyncPurser) -> None:
    while True:
        amount = cost()
        async with purser.paid(budget=BUDGET, max="0.01", labels={"cost": amount}) as hold:
            step()
            await hold.settle(amount=amount)
            step()


async def work_at_once() -> None:
    async with AsyncPurser(outbox=Dying(OUTBOX), coalesce=True) as purser:
        await asyncio.gather(*(work_with_a_loop(purser) for _ in range(CALLS_AT_ONCE)))


if os.environ["DIE"] == "never":
    print(json.dumps(asdict(Purser(outbox=OUTBOX).settle_owed())))
elif os.environ["LOOP"] == "with":
    asyncio.run(work_at_once())
else:
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        threaded = Purser(outbox=Dying(OUTBOX), coalesce=True)
        for _ in range(CALLS_AT_ONCE):
            pool.submit(work, threaded)
        time.sleep(60)
