from __future__ import annotations

import os
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from fault_proxy import FaultProxy
from purser import AsyncPurser, DeniedError, LostKeyError, Purser, PurserError


@pytest.fixture
def parent(admin: Purser) -> str:
    return admin.api.create_budget({"name": "p", "currency": "USD", "allocation": "100"})["id"]


def available(admin: Purser, budget: str) -> str:
    return admin.api.get_budget(budget)["balances"]["available"]


def test_a_child_has_its_part_and_a_client_with_a_key_of_its_own(
    admin: Purser, parent: str
) -> None:
    child = admin.delegate(
        parent=parent,
        name="coder",
        guarantee=5,
        ceiling="7.5",
        envelopes=[{"window": "transaction", "limit": "2"}],
        metadata={"team": "a"},
        key_name="the coder",
        scopes={"vendors": ["openai"]},
    )
    assert (child.budget["guarantee"], child.budget["ceiling"]) == ("5", "7.5")
    assert (child.existed, available(admin, parent)) == (False, "95")
    principal = child.client.api.get_principal()
    assert (principal["name"], principal["budgetId"]) == ("the coder", child.id)
    with child.client.paid(budget=child.id, max="1", vendor="openai"):
        pass
    with pytest.raises(DeniedError):
        with child.client.paid(budget=child.id, max="3", vendor="openai"):
            pytest.fail("it is above its limit")
    with pytest.raises(PurserError) as caught:
        child.client.api.get_budget(parent)
    assert caught.value.code == "not_found"


def test_ten_at_once_that_delegate_one_ref_have_one_child_with_one_key(
    admin: Purser, parent: str
) -> None:
    with ThreadPoolExecutor(10) as pool:
        found = list(
            pool.map(
                lambda _: admin.delegate(
                    parent=parent, name="coder", ref="run-17/coder", guarantee=5
                ),
                range(10),
            )
        )
    assert len({child.id for child in found}) == 1
    assert len({child.key for child in found}) == 1
    assert [child.existed for child in found].count(False) == 1
    assert available(admin, parent) == "95"


def test_whatever_is_lost_there_is_one_child(admin: Purser, proxy: FaultProxy, parent: str) -> None:
    proxy.next(r"POST /v1/budgets/\w+/children", "answer lost", "lost", "bad gateway")
    with Purser(proxy.url, os.environ["PURSER_KEY"]) as purser:
        child = purser.delegate(parent=parent, name="coder", guarantee=5)
        assert child.client.api.get_principal()["budgetId"] == child.id
    assert available(admin, parent) == "95"


def test_a_with_that_does_not_throw_closes_the_child(admin: Purser, parent: str) -> None:
    with admin.delegate(parent=parent, name="coder", ref="a", guarantee=5) as child:
        with child.client.paid(budget=child.id, max="2") as hold:
            hold.settle(amount="0.5")
    assert available(admin, parent) == "99.5"
    child.close()
    with pytest.raises(KeyError):
        with admin.delegate(parent=parent, name="coder", ref="a", guarantee=5) as second:
            raise KeyError()
    # Whoever begins again finds it.
    again = admin.delegate(parent=parent, name="coder", ref="a", guarantee=5)
    assert (again.id, again.key, again.existed) == (second.id, second.key, True)
    assert (again.id != child.id, again.key != child.key) == (True, True)


def test_holds_can_be_a_reason_not_to_close(admin: Purser, parent: str) -> None:
    child = admin.delegate(parent=parent, name="coder", guarantee=5)
    child.client.api.create_reservation({"budgetId": child.id, "amount": "1"})
    with pytest.raises(PurserError) as caught:
        child.close(holds="refuse")
    assert caught.value.code == "holds_live"
    child.close(reason="done")
    assert available(admin, parent) == "100"


def test_a_key_that_cannot_be_known_is_an_error_that_names_the_child(
    admin: Purser, parent: str
) -> None:
    seed = secrets.token_hex(16)
    child = admin.delegate(parent=parent, name="coder", ref="a", seed=seed)
    assert admin.delegate(parent=parent, name="coder", ref="a", seed=seed).key == child.key
    with pytest.raises(LostKeyError, match="made from another seed") as caught:
        admin.delegate(parent=parent, name="coder", ref="a", seed=secrets.token_hex(16))
    assert caught.value.budget_id == child.id
    admin.api.revoke_keys(child.id)
    with pytest.raises(LostKeyError, match="revoked, or has expired"):
        admin.delegate(parent=parent, name="coder", ref="a", seed=seed)
    with pytest.raises(ValueError, match="at least 32 characters"):
        admin.delegate(parent=parent, name="coder", ref="b", seed="short")
    with pytest.raises(TypeError, match="is not exact"):
        admin.delegate(parent=parent, name="coder", guarantee=0.5)  # type: ignore[arg-type]


@pytest.mark.asyncio
async def test_programs_with_a_loop_and_without_find_each_others_children(
    admin: Purser, parent: str
) -> None:
    async with AsyncPurser() as purser:
        async with await purser.delegate(parent=parent, name="c", ref="a/1", guarantee=5) as child:
            found = admin.delegate(parent=parent, name="c", ref="a/1", guarantee=5)
            assert (found.id, found.key) == (child.id, child.key)
            async with child.client.paid(budget=child.id, max="1"):
                pass
    assert available(admin, parent) == "99"
