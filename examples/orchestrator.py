# examples/orchestrator.py: in Python, three agents at once, each with a part of the budget
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from purser import DeniedError, NotApprovedError, Purser

purser = Purser()  # PURSER_URL, PURSER_KEY
parent = purser.api.get_principal()["budgetId"]
AGENTS = {"reader": ["0.40", "0.25"], "coder": ["0.80", "2.50"], "shopper": ["1.90", "1.60"]}
PERSON = {"approvals": 1, "withinSeconds": 60}
ASK = {"window": "transaction", "limit": "1.50", "onExceed": "approve", "approve": PERSON}

def work(name):
    part = {"parent": parent, "ref": f"run-1/{name}", "ceiling": "2", "envelopes": [ASK]}
    with purser.delegate(name=name, **part) as child:  # what it leaves is back at the end
        for most in AGENTS[name]:
            try:
                with child.client.paid(budget=child.id, max=most, ttl_seconds=2) as hold:
                    sleep(3)  # a model, which takes longer than money is set aside for
                    hold.settle(amount=hold.amount / 2)
            except (DeniedError, NotApprovedError) as refusal:
                print(f"{name} goes on without a call of {most}: {refusal}")

with ThreadPoolExecutor() as pool:
    list(pool.map(work, AGENTS))
print("left of 10:", purser.api.get_budget(parent)["balances"]["available"])
