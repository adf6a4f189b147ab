"""A child with a key of its own."""

from __future__ import annotations

from typing import Generic, TypeVar

from purser._blocking import run
from purser._delegating import MadeChild, close_child
from purser._transport import Transport
from purser.schema import CloseBodyHolds, WrittenNewChild

C = TypeVar("C")


class Delegated(Generic[C]):
    """What every child is, whoever waits for what."""

    def __init__(self, made: MadeChild, client: C, transport: Transport) -> None:
        self.budget: WrittenNewChild = made.budget
        """As it was when it was delegated, or found."""
        self.id: str = made.budget["id"]
        self.existed: bool = made.existed
        """Whether its `ref` was there already: nothing was set aside, and no setting changed."""
        self.key: str = made.key
        """The child's key: what its agent sends, and nothing that this client keeps."""
        self.client: C = client
        """A client that acts as the child."""
        self._transport = transport


class Delegation(Delegated[C]):
    """With `with` it is closed at the end of a block that does not raise. One that raises leaves it to
    whoever begins again under its `ref`.
    """

    def close(self, *, holds: CloseBodyHolds = "release", reason: str | None = None) -> None:
        """Closes the child and all under it, and waits until what it had left is back with its
        parent. No error if it is closed already. Holds are released, or with `holds="refuse"` a
        reason not to close.
        """
        run(close_child(self._transport, self.id, holds, reason))

    def __enter__(self) -> Delegation[C]:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        if kind is None:
            self.close()
