from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from fault_proxy import FaultProxy
from purser import AsyncPurser, Purser, PurserError, SettlementError, UnansweredError
from purser.outbox import DeadDebt, Debt, FileOutbox, OutboxError, Refusal
from purser.schema import ReserveBody
from world import COMMIT, Agent, until

REFUSAL = Refusal(409, "reservation_state", "It is over.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a" / "outbox"


def debt_of(i: int, **fields: object) -> Debt:
    body: dict[str, object] = {"amount": "0.1", **fields}
    path = "/v1/reservations/{id}/commit"
    return Debt("key_1", path, {"id": f"rsv_{i}"}, body, f"commit-rsv_{i}")


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".json")


# On the disk


def test_what_is_owed_waits_on_the_disk_in_its_order_until_it_is_paid(folder: Path) -> None:
    outbox = FileOutbox(folder)
    debts = [debt_of(i, metadata={"a": "é🤖"}, usage={"call": 0.5}) for i in range(5)]
    for debt in debts:
        outbox.owe(debt)
    assert FileOutbox(folder).waiting().debts == debts
    outbox.paid(debts[0].idempotency_key)
    # Of one that another process has written.
    other = FileOutbox(folder)
    other.paid(debts[2].idempotency_key)
    assert outbox.waiting().debts == [debts[1], debts[3], debts[4]]
    modes = [path.stat().st_mode & 0o777 for path in [folder, *folder.glob("*.json")]]
    assert modes == [0o700, 0o600, 0o600, 0o600]


def test_the_same_debt_is_written_once_however_often_it_is_owed_at_once(folder: Path) -> None:
    outbox = FileOutbox(folder)
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(outbox.owe, [debt_of(1)] * 20))
    outbox.owe(debt_of(1))
    FileOutbox(folder).owe(debt_of(1))
    assert len(files_in(folder)) == 1


def test_two_outboxes_of_one_folder_lose_nothing_between_them(folder: Path) -> None:
    outboxes = [FileOutbox(folder), FileOutbox(folder)]

    def owe(i: int) -> None:
        outboxes[i % 2].owe(debt_of(i))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(owe, range(80)))
    assert [len(outbox.waiting().debts) for outbox in outboxes] == [80, 80]
    for i in range(80):
        outboxes[1].paid(debt_of(i).idempotency_key)
    assert files_in(folder) == [] and outboxes[0].waiting().debts == []


def test_what_is_refused_for_good_is_kept_aside_until_somebody_forgets_it(folder: Path) -> None:
    outbox = FileOutbox(folder)
    for i in range(3):
        outbox.owe(debt_of(i))
    for i in range(2):
        outbox.refused(debt_of(i).idempotency_key, REFUSAL)
    dead = [DeadDebt(debt_of(i), REFUSAL) for i in range(2)]
    assert FileOutbox(folder).dead() == dead
    assert outbox.waiting().debts == [debt_of(2)]
    outbox.forget(debt_of(0).idempotency_key)
    assert outbox.dead() == dead[1:]


def test_a_full_outbox_takes_no_more_and_room_that_others_made_counts(folder: Path) -> None:
    outbox = FileOutbox(folder, limit=3)
    for i in range(3):
        outbox.owe(debt_of(i))
    with pytest.raises(OutboxError, match="3 debts wait already"):
        outbox.owe(debt_of(3))
    other = FileOutbox(folder)
    other.waiting()
    other.paid(debt_of(0).idempotency_key)
    outbox.owe(debt_of(3))


def test_half_a_file_a_damaged_one_and_one_of_somebody_else_stop_nothing(folder: Path) -> None:
    FileOutbox(folder).owe(debt_of(1))
    half, old = folder / ".x.json.1.tmp", folder / ".y.json.1.tmp"
    for path in (half, old, folder / "0-damaged.json"):
        path.write_text('{"holder')
    os.utime(old, (0, 0))
    for i, content in enumerate(["[]", "{}", '{"holder": 1}', "null", "1", '"a"']):
        (folder / f"1-{i}.json").write_text(content)
    (folder / "README").write_text("hello")
    found = FileOutbox(folder).waiting()
    assert found.debts == [debt_of(1)]
    names = ["0-damaged.json", *(f"1-{i}.json" for i in range(6))]
    assert found.unreadable == [str(folder / name) for name in names]
    # What another process may be writing is left alone.
    assert (half.exists(), old.exists()) == (True, False)


def test_a_debt_that_cannot_be_written_is_an_error_and_can_be_tried_again(folder: Path) -> None:
    folder.parent.write_text("")
    outbox = FileOutbox(folder)
    with pytest.raises(OutboxError):
        outbox.owe(debt_of(1))
    folder.parent.unlink()
    outbox.owe(debt_of(1))
    assert outbox.waiting().debts == [debt_of(1)]
    with pytest.raises(TypeError, match="no place in a request"):
        outbox.owe(debt_of(2, context=object()))


def test_on_a_full_disk_it_says_so_and_what_was_written_before_is_whole(folder: Path) -> None:
    outbox = FileOutbox(folder)
    outbox.owe(debt_of(1))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file may be larger: the second debt ends in its middle.
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, limits[1]))
    try:
        with pytest.raises(OutboxError, match="File too large"):
            outbox.owe(debt_of(2, reason="x" * 100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert FileOutbox(folder).waiting().debts == [debt_of(1)]
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == []


# With the service


def test_work_whose_cost_nobody_hears_of_is_done_and_its_cost_comes_later(
    agent: Agent, proxy: FaultProxy, folder: Path
) -> None:
    with agent.client(outbox=FileOutbox(folder)) as purser:
        with purser.paid(budget=agent.budget, max="1") as hold:
            proxy.is_away = True
            assert hold.settle(amount="0.25") is None
        assert len(files_in(folder)) == 1
        # The next process, while this one has not been heard yet.
        following = Purser(os.environ["PURSER_URL"], agent.key, outbox=FileOutbox(folder))
        settled = following.settle_owed()
        assert (settled.paid, settled.unsettled) == (1, 0)
        proxy.is_away = False
        assert purser.settle_owed().paid == 0
    assert agent.money() == ("0.25", "0")


def test_a_client_settles_what_it_owes_as_soon_as_somebody_answers(
    agent: Agent, proxy: FaultProxy, folder: Path
) -> None:
    dead: list[DeadDebt] = []
    outbox = FileOutbox(folder)
    purser = Purser(proxy.url, agent.key, outbox=outbox, on_dead=dead.append)
    body: ReserveBody = {"budgetId": agent.budget, "amount": "1"}
    ids = [purser.api.create_reservation(body)["id"] for _ in range(3)]
    proxy.is_away = True
    for hold_id, amount in zip(ids, ("0.3", "0.4", "0.5")):
        with pytest.raises(UnansweredError):
            purser.api.commit_reservation(hold_id, {"amount": amount})
    # Somebody else has settled one meanwhile: its cost is kept aside.
    agent.admin.api.release_reservation(ids[1])
    agent.admin.api.commit_reservation(ids[2], {"amount": "0.1"})
    proxy.is_away = False
    until(lambda: len(dead) == 1)
    assert (dead[0].debt.params["id"], dead[0].refusal.code) == (ids[2], "reservation_state")
    until(lambda: agent.money() == ("0.8", "0"))
    # Where somebody waits for the answer, they have it.
    with pytest.raises(PurserError):
        purser.api.commit_reservation(ids[2], {"amount": "0.2"})
    assert (len(outbox.dead()), len(dead)) == (2, 1)
    purser.close()


def test_what_was_owed_before_is_settled_with_the_first_reservation(
    agent: Agent, folder: Path
) -> None:
    hold_id = agent.client().api.create_reservation({"budgetId": agent.budget, "amount": "1"})["id"]
    holder = agent.client().api.get_principal()["id"]
    path = "/v1/reservations/{id}/commit"
    FileOutbox(folder).owe(Debt(holder, path, {"id": hold_id}, {"amount": Decimal("0.7")}, "last"))
    FileOutbox(folder).owe(debt_of(1))
    with agent.client(outbox=FileOutbox(folder)) as purser:
        with purser.paid(budget=agent.budget, max="1") as hold:
            until(lambda: agent.money() == ("0.7", "1"))
            hold.release()
        # What others owe is left to them.
        assert purser.settle_owed().of_others == 1
    with pytest.raises(TypeError, match="no outbox"):
        agent.client().settle_owed()


def test_a_cost_that_cannot_be_written_down_is_not_sent(
    agent: Agent, proxy: FaultProxy, folder: Path
) -> None:
    with agent.client(outbox=FileOutbox(folder, limit=0)) as purser:
        with pytest.raises(SettlementError) as caught:
            with purser.paid(budget=agent.budget, max="1"):
                pass
        assert isinstance(caught.value.__cause__, OutboxError)
        with pytest.raises(OutboxError):
            purser.api.record_charge(agent.budget, {"vendor": "a", "amount": "1"})
    assert (agent.money(), proxy.count_of(COMMIT)) == (("0", "1"), 0)


def test_a_part_that_a_stream_reports_is_sent_without_the_outbox(
    agent: Agent, proxy: FaultProxy, folder: Path
) -> None:
    with agent.client(outbox=FileOutbox(folder)) as purser:
        with purser.paid(budget=agent.budget, max="1") as hold:
            hold.report(amount="0.1")
            until(lambda: agent.money() == ("0.1", "0.9"))
            assert files_in(folder) == []
            hold.settle(amount="0.2")
    assert (agent.money(), files_in(folder)) == (("0.2", "0"), [])


def test_where_nobody_answers_three_in_a_row_are_tried_and_the_others_wait(
    agent: Agent, proxy: FaultProxy, folder: Path
) -> None:
    outbox = FileOutbox(folder)
    with agent.client(outbox=outbox) as purser:
        holder = agent.client().api.get_principal()["id"]
        # From here on it is known who owes.
        assert purser.settle_owed().paid == 0
        for i in range(8):
            outbox.owe(replace(debt_of(i), holder=holder))
        proxy.is_away = True
        settled = purser.settle_owed()
    assert (settled.unsettled, type(settled.last_error)) == (8, UnansweredError)
    assert len(proxy.keys_of(COMMIT)) == 3


def test_a_cost_that_is_owed_while_others_are_settled_is_settled_after_them(
    agent: Agent, folder: Path
) -> None:
    outbox = FileOutbox(folder)
    looked, let_go = threading.Event(), threading.Event()

    class Slow(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if "rsv_1" in request.url.path:
                looked.set()
                assert let_go.wait(60)
            return super().handle_request(request)

    holder = agent.client().api.get_principal()["id"]
    outbox.owe(replace(debt_of(1), holder=holder))
    hold = agent.client().api.create_reservation({"budgetId": agent.budget, "amount": "1"})
    url = os.environ["PURSER_URL"]
    with Purser(url, agent.key, outbox=outbox, transport=Slow()) as purser:
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(purser.settle_owed)
            assert looked.wait(60)
            # The pass has looked: this one is not among what it found.
            outbox.owe(replace(debt_of(2), holder=holder, params={"id": hold["id"]}))
            following = pool.submit(purser.settle_owed)
            with pytest.raises(TimeoutError):
                following.result(timeout=0.2)
            let_go.set()
            assert (len(first.result().refused), first.result().paid) == (1, 0)
            assert following.result().paid == 1
    assert agent.money() == ("0.1", "0")


@pytest.mark.asyncio
async def test_with_a_loop_it_is_the_same_and_a_cost_goes_on_whoever_is_cancelled(
    agent: Agent, proxy: FaultProxy, folder: Path
) -> None:
    outbox = FileOutbox(folder)
    async with AsyncPurser(proxy.url, agent.key, outbox=outbox) as purser:
        async with purser.paid(budget=agent.budget, max="1") as hold:
            proxy.is_away = True
            assert await hold.settle(amount="0.25") is None
        assert len(files_in(folder)) == 1
        proxy.is_away = False
        settled = await purser.settle_owed()
        assert (settled.unsettled, files_in(folder)) == (0, [])
        assert (await purser.api.get_budget(agent.budget))["balances"]["spent"] == "0.25"


# Killed


def worker(env: dict[str, str], **how: str) -> subprocess.Popen[str]:
    path = Path(__file__).with_name("outbox_worker.py")
    return subprocess.Popen(
        [sys.executable, str(path)],
        env={**os.environ, **env, **how, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_whenever_a_process_is_killed_what_it_has_reported_is_settled_once(
    admin: Purser, root: str, folder: Path
) -> None:
    body = admin.api.delegate_budget(root, {"name": "mortal", "guarantee": "1000"})
    budget = body["id"]
    key = admin.api.issue_key(budget, {"name": "mortal", "role": "agent"})
    assert key["secret"] is not None
    said = folder.parent.parent / "said"
    env = {"PURSER_KEY": key["secret"], "BUDGET": budget, "FOLDER": str(folder), "SAID": str(said)}
    # Two processes of the same key and folder, one with a loop and one with threads.
    for _ in range(10):
        working = [worker(env, DIE="soon", LOOP=loop) for loop in ("with", "without")]
        for process in working:
            _, error = process.communicate(timeout=120)
            assert process.returncode == -signal.SIGKILL, error
    printed, error = worker(env, DIE="never", LOOP="without").communicate(timeout=120)
    settled = json.loads(printed)
    assert (settled["unsettled"], settled["refused"], settled["of_others"]) == (0, [], 0)
    assert files_in(folder) == []

    lines = [json.loads(line) for line in said.read_text().splitlines()]
    assert len(lines) > 20
    committed = commits_of(admin, budget)
    assert set(committed.values()) == {1}
    paid = {hold_id: admin.api.get_reservation(hold_id) for hold_id in committed}
    for found in paid.values():
        # What was set aside for it in the worker.
        assert found["state"] == "committed"
        assert found["metadata"] == {"cost": found["committed"]}
    for params, body_of_it in lines:
        assert paid[params["id"]]["committed"] == body_of_it["total"]
    spent = sum(Decimal(found["committed"]) for found in paid.values())
    assert Decimal(admin.api.get_budget(budget)["balances"]["spent"]) == spent


def commits_of(admin: Purser, budget: str) -> dict[str, int]:
    """How often each reservation was committed."""
    times: dict[str, int] = {}
    cursor: str | None = None
    while True:
        page = admin.api.list_entries(budget, kind="commit", limit=100, cursor=cursor)
        for entry in page["items"]:
            hold_id = entry["content"]["reservation"]["id"]
            times[hold_id] = times.get(hold_id, 0) + 1
        cursor = page["nextCursor"]
        if cursor is None:
            return times
