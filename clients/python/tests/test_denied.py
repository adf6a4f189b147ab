from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from fault_proxy import FaultProxy
from purser import AttemptOverError, DeniedError, Purser
from world import RESERVE, Agent, agent_of


def test_a_denial_is_a_sentence_that_a_model_can_act_on(
    purser: Purser, agent: Agent, proxy: FaultProxy
) -> None:
    with pytest.raises(DeniedError) as caught:
        with purser.paid(budget=agent.budget, max="50"):
            pytest.fail("the block must not begin")
    denial = caught.value
    assert str(denial) == (
        "agent has 10 of 10 USD left; this asks for 50. At most 10 USD would pass now."
    )
    assert denial.largest_admissible == Decimal("10")
    assert (denial.code, denial.retry_at) == ("insufficient_funds", None)
    assert [violation["rule"] for violation in denial.violations] == ["insufficient_funds"]
    assert proxy.count_of(RESERVE) == 1
    assert agent.money() == ("0", "0")


def test_a_denial_says_when_it_would_pass(admin: Purser, proxy: FaultProxy, root: str) -> None:
    agent = agent_of(admin, proxy, root, [{"window": "hour", "metric": "amount", "limit": "1"}])
    with agent.client() as purser:
        with purser.paid(budget=agent.budget, max="1"):
            pass
        with pytest.raises(DeniedError) as caught:
            with purser.paid(budget=agent.budget, max="1"):
                pytest.fail("the block must not begin")
    at = caught.value.retry_at
    assert at is not None and at.tzinfo is not None and at.minute == 0


def test_ten_at_once_on_the_money_for_five_are_five_and_five(purser: Purser, agent: Agent) -> None:
    def one(_: int) -> str:
        try:
            with purser.paid(budget=agent.budget, max="2"):
                return "paid"
        except DeniedError as denial:
            return denial.code

    with ThreadPoolExecutor(10) as pool:
        found = sorted(pool.map(one, range(10)))
    assert found == ["insufficient_funds"] * 5 + ["paid"] * 5
    assert agent.money() == ("10", "0")


def test_a_denied_amount_is_narrowed_to_what_passes(purser: Purser, agent: Agent) -> None:
    with purser.paid(budget=agent.budget, max="50", narrow=True) as hold:
        assert hold.amount == 10
    assert agent.money() == ("10", "0")
    with pytest.raises(DeniedError):
        with purser.paid(budget=agent.budget, max="50", narrow=True):
            pytest.fail("nothing is left")


@pytest.mark.parametrize(("at_least", "passes"), [("9.99", True), ("10.0", True), ("10.01", False)])
def test_it_is_narrowed_to_no_less_than_the_caller_says(
    purser: Purser, agent: Agent, at_least: str, passes: bool
) -> None:
    try:
        with purser.paid(budget=agent.budget, max="50", at_least=at_least) as hold:
            assert passes and hold.amount == 10
    except DeniedError:
        assert not passes


def test_an_attempt_that_is_over_is_not_made_again(purser: Purser, agent: Agent) -> None:
    key = f"attempt-{agent.budget}"
    with purser.paid(budget=agent.budget, max="1", idempotency_key=key):
        pass
    with pytest.raises(AttemptOverError):
        with purser.paid(budget=agent.budget, max="1", idempotency_key=key):
            pytest.fail("it was paid already")
    assert agent.money() == ("1", "0")
