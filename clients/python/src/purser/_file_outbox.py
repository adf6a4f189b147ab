"""An outbox in a folder: one file for each debt, whole or not there.

It has no lock, since none is needed: processes that share it may send the same debt at the same time,
under the same idempotency key, and the service takes it once. Programs with `@purser/sdk` may share it,
too.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from purser._debts import DeadDebt, Debt, OutboxError, Refusal, WaitingDebts
from purser._files import Folder
from purser._json import json_of

_LIMIT = 10_000

# Of the time in the name of a file: enough for the next 30,000 years.
_DIGITS = 15


class FileOutbox:
    """`folder` is made where it is not there. `limit` is how many debts may wait: one more is an
    `OutboxError`.
    """

    def __init__(self, folder: str | os.PathLike[str], *, limit: int = _LIMIT) -> None:
        self._path = Path(folder)
        self._limit = limit
        self._opened: tuple[Folder, Folder] | None = None
        self._names: dict[str, str] = {}
        """The files that wait, by the end of their names, as far as this process knows: others may have
        settled some.
        """
        self._writing: dict[str, Future[None]] = {}
        """Those that are being written, by the same."""
        self._last = 0
        """In the names, so that they sort by age: what belongs to one reservation is sent in its
        order.
        """
        self._lock = threading.RLock()

    def owe(self, debt: Debt) -> None:
        # What is no JSON is a mistake of whoever asks, and not of the disk.
        content = json_of(_fields_of(debt))
        end = _end_of(debt.idempotency_key)
        written: Future[None] = Future()
        with self._lock:
            under_way = self._writing.setdefault(end, written)
        if under_way is not written:
            return under_way.result()
        try:
            self._write(content, end)
            written.set_result(None)
        except BaseException as error:
            failure = OutboxError(f"what is owed could not be written down: {error}")
            written.set_exception(failure)
            if not isinstance(error, Exception):
                raise
            raise failure from error
        finally:
            with self._lock:
                del self._writing[end]

    def paid(self, idempotency_key: str) -> None:
        owed, _ = self._folders()
        end = _end_of(idempotency_key)
        with self._lock:
            name = self._names.get(end)
        if name is not None:
            owed.remove(name)
        with self._lock:
            self._names.pop(end, None)

    def refused(self, idempotency_key: str, refusal: Refusal) -> None:
        owed, dead = self._folders()
        with self._lock:
            name = self._names.get(_end_of(idempotency_key))
        debt = None if name is None else _debt_in(owed.read(name))
        # First there, then not here: a crash between them leaves it in both, and it is refused again.
        if name is not None and debt is not None:
            one = {"debt": _fields_of(debt), "refusal": vars(refusal)}
            dead.write(name, json_of(one))
        self.paid(idempotency_key)

    def waiting(self) -> WaitingDebts:
        owed, _ = self._folders()
        with self._lock:
            names = self._look(owed)
        found = WaitingDebts([], [])
        for name in names:
            content = owed.read(name)
            debt = _debt_in(content)
            if debt is not None:
                found.debts.append(debt)
            # Another process may have settled it meanwhile.
            elif content is not None:
                found.unreadable.append(str(self._path / name))
        return found

    def dead(self) -> list[DeadDebt]:
        _, dead = self._folders()
        found = (_dead_in(dead.read(name)) for name in dead.names())
        return [one for one in found if one is not None]

    def forget(self, idempotency_key: str) -> None:
        _, dead = self._folders()
        end = _end_of(idempotency_key)
        for name in dead.names():
            if name.endswith(end):
                dead.remove(name)

    def _write(self, content: bytes, end: str) -> None:
        owed, _ = self._folders()
        with self._lock:
            # A settlement that is tried again is the same debt.
            if end in self._names:
                return
            if len(self._names) >= self._limit:
                self._look(owed)
            if len(self._names) >= self._limit:
                raise OutboxError(f"{self._limit} debts wait already")
            name = self._new_name(end)
            self._names[end] = name
        try:
            owed.write(name, content)
        except BaseException:
            with self._lock:
                self._names.pop(end, None)
            raise

    def _folders(self) -> tuple[Folder, Folder]:
        """What waits, and what was refused for good. Where it fails, the next one tries it again."""
        with self._lock:
            if self._opened is None:
                owed = Folder(self._path)
                self._opened = owed, Folder(self._path / "dead")
                self._look(owed)
            return self._opened

    def _look(self, owed: Folder) -> list[str]:
        """What waits on the disk, the oldest first."""
        names = owed.names()
        seen = set(names)
        for end, name in list(self._names.items()):
            if name not in seen and end not in self._writing:
                del self._names[end]
        self._names.update((name[_DIGITS:], name) for name in names)
        return names

    def _new_name(self, end: str) -> str:
        """By the clock, so that names sort by age over several processes; and never backwards within
        one.
        """
        self._last = max(self._last + 1, int(time.time() * 1_000))
        return f"{self._last:0{_DIGITS}}{end}"


def _end_of(idempotency_key: str) -> str:
    """Of the name of its file: idempotency keys may be longer than names, and have any sign in them."""
    return f"-{hashlib.sha256(idempotency_key.encode()).hexdigest()[:32]}.json"


def _fields_of(debt: Debt) -> Mapping[str, object]:
    return {
        "holder": debt.holder,
        "path": debt.path,
        "params": debt.params,
        "body": debt.body,
        "idempotencyKey": debt.idempotency_key,
    }


def _debt_in(content: bytes | None) -> Debt | None:
    """Files are whole: one that cannot be read was damaged, or somebody else put it there."""
    return _debt_of(_value_in(content))


def _debt_of(found: object) -> Debt | None:
    if not isinstance(found, dict):
        return None
    try:
        debt = Debt(
            found["holder"], found["path"], found["params"], found["body"], found["idempotencyKey"]
        )
    except KeyError:
        return None
    texts = [debt.holder, debt.path, debt.idempotency_key]
    if not isinstance(debt.params, dict):
        return None
    return debt if all(isinstance(one, str) for one in [*texts, *debt.params.values()]) else None


def _dead_in(content: bytes | None) -> DeadDebt | None:
    found = _value_in(content)
    if not isinstance(found, dict):
        return None
    debt = _debt_of(found.get("debt"))
    try:
        return None if debt is None else DeadDebt(debt, Refusal(**found["refusal"]))
    except (KeyError, TypeError):
        return None


def _value_in(content: bytes | None) -> object:
    try:
        found: object = json.loads(content or b"null")
        return found
    except ValueError:
        return None
