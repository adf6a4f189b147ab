from __future__ import annotations

import os
import signal
import subprocess
import sys
from decimal import Decimal

import pytest
from fault_proxy import Fault, FaultProxy
from purser import (
    OnError,
    Purser,
    SettlementError,
)
from world import COMMIT, EXTEND, RESERVE, Agent, until


class VendorError(Exception):
    pass


# What is paid


def test_what_the_block_has_reported_is_paid(purser: Purser, agent: Agent) -> None:
    with purser.paid(
        budget=agent.budget,
        max="0.35",
        vendor="openai",
        run="run-1",
        task="a",
        reason="try",
        labels={"team": "x"},
    ) as hold:
        assert hold.amount == Decimal("0.35")
        assert agent.money() == ("0", "0.35")
        settled = hold.settle(
            amount=Decimal("0.2814"), external_id="req-1", outcome={"type": "answered"}
        )
    assert settled is not None
    assert (settled["state"], settled["committed"]) == ("committed", "0.2814")
    assert settled["externalId"] == "req-1"
    assert agent.money() == ("0.2814", "0")


def test_the_whole_is_paid_where_the_block_has_reported_nothing(
    purser: Purser, agent: Agent
) -> None:
    with purser.paid(budget=agent.budget, max=Decimal("0.35")):
        pass
    assert agent.money() == ("0.35", "0")


def test_nothing_is_paid_where_the_call_was_not_made(purser: Purser, agent: Agent) -> None:
    with purser.paid(budget=agent.budget, max=1) as hold:
        hold.release("cached")
    assert agent.money() == ("0", "0")


def test_the_cost_follows_from_usage_where_that_was_asked_for(purser: Purser, agent: Agent) -> None:
    most = {"input_tokens": 1000, "output_tokens": 1000}
    with purser.paid(budget=agent.budget, usage=most, vendor="openai", item="gpt-4o") as hold:
        hold.settle(usage={"input_tokens": 1000, "output_tokens": 10})
    spent, reserved = agent.money()
    assert 0 < Decimal(spent) < hold.amount
    assert reserved == "0"


def test_a_stream_pays_its_parts_and_then_what_it_has_cost(purser: Purser, agent: Agent) -> None:
    with purser.paid(budget=agent.budget, max="1") as hold:
        for so_far in ("0.1", "0.2", "0.3"):
            hold.report(amount=so_far)
        until(lambda: agent.money() == ("0.3", "0.7"))
        hold.settle(amount="0.4")
    assert agent.money() == ("0.4", "0")


def test_what_was_reported_last_is_paid_where_nothing_else_is_settled(
    purser: Purser, agent: Agent
) -> None:
    with purser.paid(budget=agent.budget, max="1") as hold:
        hold.report(amount="0.25")
    assert agent.money() == ("0.25", "0")


def test_floats_are_refused_before_anything_is_sent(
    purser: Purser, agent: Agent, proxy: FaultProxy
) -> None:
    with pytest.raises(TypeError, match="is not exact"):
        purser.paid(budget=agent.budget, max=0.35)  # type: ignore[arg-type]
    assert proxy.seen == []
    # Money that was spent by then is paid in full, and the work hears of its mistake.
    with pytest.raises(TypeError, match="is not exact"):
        with purser.paid(budget=agent.budget, max="1") as hold:
            hold.settle(amount=0.1)  # type: ignore[arg-type]
    assert agent.money() == ("1", "0")


def test_what_the_service_cannot_read_is_paid_in_full(purser: Purser, agent: Agent) -> None:
    with pytest.raises(SettlementError):
        with purser.paid(budget=agent.budget, max="1") as hold:
            hold.settle(amount="0.1234567891")
    assert agent.money() == ("1", "0")


def test_a_call_is_settled_once(purser: Purser, agent: Agent) -> None:
    with pytest.raises(TypeError, match="settled or released before"):
        with purser.paid(budget=agent.budget, max="1") as hold:
            hold.settle(amount="0.1")
            hold.settle(amount="0.2")
    assert agent.money() == ("0.1", "0")


def test_a_payment_is_for_one_with(purser: Purser, agent: Agent) -> None:
    payment = purser.paid(budget=agent.budget, max="1")
    with payment:
        pass
    with pytest.raises(TypeError, match="for one with"):
        with payment:
            pass
    with pytest.raises(TypeError, match="either max or usage"):
        purser.paid(budget=agent.budget)
    assert agent.money() == ("1", "0")


# On its way


@pytest.mark.parametrize("fault", ["lost", "answer lost", "overloaded", "bad gateway"])
def test_whatever_is_lost_is_paid_once(
    purser: Purser, agent: Agent, proxy: FaultProxy, fault: Fault
) -> None:
    proxy.next(RESERVE, fault)
    proxy.next(COMMIT, fault, fault)
    with purser.paid(budget=agent.budget, max="1") as hold:
        hold.settle(amount="0.25")
    assert agent.money() == ("0.25", "0")
    assert (proxy.count_of(RESERVE), proxy.count_of(COMMIT)) == (2, 3)
    assert (len(proxy.keys_of(RESERVE)), len(proxy.keys_of(COMMIT))) == (1, 1)


def test_a_settlement_that_finds_no_service_can_be_repeated(
    agent: Agent, proxy: FaultProxy
) -> None:
    purser = agent.client()
    with pytest.raises(SettlementError) as caught:
        with purser.paid(budget=agent.budget, max="1") as hold:
            proxy.is_away = True
            with pytest.raises(SettlementError):
                hold.settle(amount="0.25")
    assert agent.money() == ("0", "1")
    proxy.is_away = False
    error = caught.value
    for _ in range(2):
        purser.api.commit_reservation(
            error.reservation_id, error.body, idempotency_key=error.idempotency_key
        )
    assert agent.money() == ("0.25", "0")


def test_a_reservation_that_runs_out_before_its_answer_comes_is_asked_for_anew(
    purser: Purser, agent: Agent, proxy: FaultProxy
) -> None:
    proxy.next(RESERVE, "answer lost", "overloaded", "overloaded")
    with purser.paid(budget=agent.budget, max="1", ttl_seconds=1):
        pass
    assert agent.money() == ("1", "0")


# While the work goes on


def test_it_is_held_however_long_the_work_takes(
    purser: Purser, agent: Agent, proxy: FaultProxy
) -> None:
    with purser.paid(budget=agent.budget, max="1", ttl_seconds=1) as hold:
        until(lambda: proxy.count_of(EXTEND) >= 5)
        assert agent.state_of(hold.id) == "held"
        assert hold.lost is None
    assert agent.money() == ("1", "0")


def test_a_hold_that_runs_out_all_the_same_is_paid_late(
    purser: Purser, agent: Agent, proxy: FaultProxy
) -> None:
    lost: list[Fault] = ["lost"] * 200
    proxy.next(EXTEND, *lost)
    with purser.paid(budget=agent.budget, max="1", ttl_seconds=1) as hold:
        until(lambda: agent.state_of(hold.id) == "expired")
        hold.settle(amount="0.25")
    assert agent.money() == ("0.25", "0")


def test_the_work_hears_that_its_budget_was_closed_and_its_cost_is_recorded(
    purser: Purser, agent: Agent
) -> None:
    with purser.paid(budget=agent.budget, max="1", ttl_seconds=1) as hold:
        agent.admin.api.close_budget(agent.budget)
        until(lambda: hold.lost is not None)
        assert hold.lost is not None and hold.lost.code == "reservation_state"
        with pytest.raises(type(hold.lost)):
            hold.raise_if_lost()
        settled = hold.settle(amount="0.25")
    assert settled is not None
    claim = settled["claim"]
    assert (claim["amount"] if claim else settled["committed"]) == "0.25"


def test_what_is_owed_under_a_revoked_key_is_in_the_error(agent: Agent) -> None:
    with pytest.raises(SettlementError) as caught:
        with agent.client().paid(budget=agent.budget, max="1", ttl_seconds=1) as hold:
            agent.admin.api.revoke_key(agent.key_id)
            until(lambda: hold.lost is not None)
            assert hold.lost is not None and hold.lost.code == "unauthenticated"
    error = caught.value
    assert error.body.get("total") == "1"
    # Somebody else records it.
    agent.admin.api.commit_reservation(error.reservation_id, error.body)
    assert agent.money() == ("1", "0")


def test_a_process_that_is_killed_in_the_middle_leaves_a_hold_that_expires(
    agent: Agent, proxy: FaultProxy
) -> None:
    program = """
import sys, time
from purser import Purser
with Purser().paid(budget=sys.argv[1], max="1", ttl_seconds=2) as hold:
    hold.report(amount="0.25")
    print(hold.id, flush=True)
    time.sleep(600)
"""
    where = {"PURSER_URL": proxy.url, "PURSER_KEY": agent.key}
    with subprocess.Popen(
        [sys.executable, "-c", program, agent.budget],
        env={**os.environ, **where, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        hold_id = process.stdout.readline().strip()
        until(lambda: agent.money() == ("0.25", "0.75") and proxy.count_of(EXTEND) >= 2)
        process.send_signal(signal.SIGKILL)
    # What was reported is paid; the rest goes back.
    until(lambda: agent.money() == ("0.25", "0"))
    assert agent.state_of(hold_id) != "held"


# A block that raises


@pytest.mark.parametrize(
    ("on_error", "expected"),
    [
        ("commit", ("1", "0")),
        ("release", ("0", "0")),
        ("keep", ("0", "1")),
        (lambda error: "release" if isinstance(error, VendorError) else "commit", ("0", "0")),
    ],
)
def test_what_an_error_means_for_the_money_is_the_callers_to_say(
    purser: Purser, agent: Agent, on_error: OnError, expected: tuple[str, str]
) -> None:
    with pytest.raises(VendorError):
        with purser.paid(budget=agent.budget, max="1", on_error=on_error):
            raise VendorError()
    assert agent.money() == expected


def test_by_default_an_error_gives_nothing_back_that_may_have_been_spent(
    purser: Purser, agent: Agent
) -> None:
    with pytest.raises(VendorError):
        with purser.paid(budget=agent.budget, max="1") as hold:
            hold.report(amount="0.25")
            raise VendorError()
    assert agent.money() == ("1", "0")
    with pytest.raises(KeyboardInterrupt):
        with purser.paid(budget=agent.budget, max="1"):
            raise KeyboardInterrupt()
    assert agent.money() == ("2", "0")


def test_a_block_that_throws_after_it_has_settled_has_paid_what_it_said(
    purser: Purser, agent: Agent
) -> None:
    with pytest.raises(VendorError):
        with purser.paid(budget=agent.budget, max="1") as hold:
            hold.settle(amount="0.25")
            raise VendorError()
    assert agent.money() == ("0.25", "0")


def test_an_interrupt_goes_on_and_carries_what_could_not_be_recorded(
    agent: Agent, proxy: FaultProxy
) -> None:
    with pytest.raises(KeyboardInterrupt) as caught:
        with agent.client().paid(budget=agent.budget, max="1"):
            proxy.is_away = True
            raise KeyboardInterrupt()
    assert "is not recorded" in caught.value.__notes__[0]
