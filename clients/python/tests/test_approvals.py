from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from purser import ApprovalPendingError, AttemptOverError, NotApprovedError, TakenUpError
from world import Agent, until


def test_it_is_paid_when_people_agree(asking: Agent) -> None:
    def pay() -> None:
        with asking.client().paid(budget=asking.budget, max="5") as hold:
            hold.settle(amount="4")

    with ThreadPoolExecutor(1) as pool:
        paying = pool.submit(pay)
        asking.admin.api.approve_reservation(asking.waiting())
        paying.result()
    assert asking.money() == ("4", "0")


def test_people_may_take_longer_than_the_deadline(asking: Agent) -> None:
    def pay() -> None:
        with asking.client(deadline=3).paid(budget=asking.budget, max="5"):
            pass

    with ThreadPoolExecutor(1) as pool:
        paying = pool.submit(pay)
        waiting = asking.waiting()
        with pytest.raises(TimeoutError):
            paying.result(timeout=4)
        asking.admin.api.approve_reservation(waiting)
        paying.result()
    assert asking.money() == ("5", "0")


def test_who_refuses_and_why_is_in_the_error(asking: Agent) -> None:
    def pay() -> None:
        with asking.client().paid(budget=asking.budget, max="5"):
            pytest.fail("it was refused")

    with ThreadPoolExecutor(1) as pool:
        paying = pool.submit(pay)
        asking.admin.api.reject_reservation(asking.waiting(), {"reason": "too much"})
        with pytest.raises(NotApprovedError, match="^admin has rejected this: too much$"):
            paying.result()
    assert asking.money() == ("0", "0")


def test_whoever_does_not_wait_for_people_comes_back_under_the_same_key(asking: Agent) -> None:
    purser = asking.client()
    with pytest.raises(ApprovalPendingError) as caught:
        with purser.paid(budget=asking.budget, max="5", approval="raise"):
            pytest.fail("nobody has agreed yet")
    pending = caught.value
    assert pending.reservation["approval"]["needed"] == 1
    asking.admin.api.approve_reservation(pending.reservation["id"])
    again = pending.idempotency_key
    with purser.paid(
        budget=asking.budget, max="5", approval="raise", idempotency_key=again
    ) as hold:
        assert hold.id == pending.reservation["id"]
    assert asking.money() == ("5", "0")


def test_a_block_that_people_have_approved_begins_once(asking: Agent) -> None:
    def again(key: str) -> None:
        with asking.client().paid(
            budget=asking.budget, max="5", approval="raise", idempotency_key=key
        ):
            with pytest.raises(TakenUpError):
                again(key)

    with pytest.raises(ApprovalPendingError) as caught:
        again("once")
    asking.admin.api.approve_reservation(caught.value.reservation["id"])
    again("once")
    with pytest.raises(AttemptOverError):
        again("once")
    assert asking.money() == ("5", "0")


def test_what_waits_for_people_is_given_back_when_the_one_who_waits_is_interrupted(
    asking: Agent,
) -> None:
    program = """
import sys
from purser import Purser
with Purser().paid(budget=sys.argv[1], max="5"):
    pass
"""
    where = {"PURSER_URL": asking.proxy.url, "PURSER_KEY": asking.key}
    with subprocess.Popen(
        [sys.executable, "-c", program, asking.budget],
        env={**os.environ, **where, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        waiting = asking.waiting()
        process.send_signal(signal.SIGINT)
        _, printed = process.communicate(timeout=60)
    assert "KeyboardInterrupt" in printed
    until(lambda: asking.state_of(waiting) == "released")
    assert asking.money() == ("0", "0")
