from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from fault_proxy import FaultProxy
from purser import Purser
from world import Agent, agent_of


@pytest.fixture(scope="session")
def admin() -> Iterator[Purser]:
    """The service that PURSER_URL and PURSER_KEY lead to, as test/python.spec.ts starts it."""
    if not {"PURSER_URL", "PURSER_KEY"} <= os.environ.keys():
        pytest.exit("the tests want a service: PURSER_URL, and PURSER_KEY of its admin", 1)
    with Purser() as found:
        yield found


@pytest.fixture(scope="session")
def root(admin: Purser) -> str:
    body = admin.api.create_budget({"name": "root", "currency": "USD", "allocation": "100000"})
    return body["id"]


@pytest.fixture(scope="session")
def session_proxy(admin: Purser) -> Iterator[FaultProxy]:
    proxy = FaultProxy(os.environ["PURSER_URL"])
    yield proxy
    proxy.stop()


@pytest.fixture
def proxy(session_proxy: FaultProxy) -> Iterator[FaultProxy]:
    yield session_proxy
    session_proxy.clear()


@pytest.fixture
def agent(admin: Purser, proxy: FaultProxy, root: str) -> Agent:
    return agent_of(admin, proxy, root)


@pytest.fixture
def purser(agent: Agent) -> Iterator[Purser]:
    with agent.client() as client:
        yield client


@pytest.fixture
def asking(admin: Purser, proxy: FaultProxy, root: str) -> Agent:
    """One that has to ask people above a dollar."""
    return agent_of(
        admin,
        proxy,
        root,
        [
            {
                "window": "transaction",
                "limit": "1",
                "onExceed": "approve",
                "approve": {"approvals": 1, "withinSeconds": 900},
            }
        ],
    )
