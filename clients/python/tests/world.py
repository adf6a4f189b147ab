"""What tests do around the client that they try."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from fault_proxy import FaultProxy
from purser import Purser
from purser.outbox import Outbox
from purser.schema import DelegateBody, EnvelopeBody

BATCH = r"POST /v1/reservations/batch$"
RESERVE = r"POST /v1/reservations$"
COMMIT = r"POST /v1/reservations/\w+/commit$"
EXTEND = r"POST /v1/reservations/\w+/extend$"

_PATIENCE = 60.0


def until(is_so: Callable[[], bool]) -> None:
    """Waits until something is so."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)


@dataclass(frozen=True)
class Agent:
    """A budget with 10 dollars and a key of its own, by way of a proxy that can lose things."""

    admin: Purser
    proxy: FaultProxy
    budget: str
    key: str
    key_id: str

    def client(
        self, *, deadline: float = 20, coalesce: bool = False, outbox: Outbox | None = None
    ) -> Purser:
        return Purser(self.proxy.url, self.key, deadline=deadline, coalesce=coalesce, outbox=outbox)

    def money(self) -> tuple[str, str]:
        """What the budget has spent, and what it still holds."""
        balances = self.admin.api.get_budget(self.budget)["balances"]
        return balances["spent"], balances["reserved"]

    def state_of(self, reservation_id: str) -> str:
        return self.admin.api.get_reservation(reservation_id)["state"]

    def waiting(self) -> str:
        """The reservation that waits for people, as soon as there is one."""
        found: list[str] = []

        def is_there() -> bool:
            page = self.admin.api.list_approvals(budget_id=self.budget)
            found[:] = [item["id"] for item in page["items"]]
            return bool(found)

        until(is_there)
        return found[0]


def agent_of(
    admin: Purser, proxy: FaultProxy, parent: str, envelopes: list[EnvelopeBody] | None = None
) -> Agent:
    body: DelegateBody = {"name": "agent", "guarantee": "10"}
    if envelopes is not None:
        body["envelopes"] = envelopes
    child = admin.api.delegate_budget(parent, body)
    key = admin.api.issue_key(child["id"], {"name": "agent", "role": "agent"})
    assert key["secret"] is not None
    return Agent(admin, proxy, child["id"], key["secret"], key["id"])
