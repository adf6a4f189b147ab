"""Server-sent events as HTML has them, without what this service does not send."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

# An event is a journal entry with its limits. What is longer is no event, and would fill the memory.
_MOST_CHARACTERS = 16 * 1024 * 1024

# The last line is not whole; one that ends in \r may go on with \n.
_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")


class EndlessMessage(Exception):
    """The stream sends what cannot be an event."""


@dataclass(frozen=True)
class Message:
    """What a stream says at once."""

    id: str
    """Of the message; of one without an id the last that came before."""
    data: str | None
    """None where the stream only says how far it has come."""


class MessageReader:
    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._rest = ""
        self._id = ""
        self._has_id = False
        self._data: list[str] = []

    def read(self, some: bytes) -> Iterator[Message]:
        """The messages that are whole with these bytes."""
        *lines, self._rest = _LINE_END.split(self._rest + self._decoder.decode(some))
        for line in lines:
            if line == "":
                yield from self._taken()
            else:
                self._take(line)
        if len(self._rest) + sum(map(len, self._data)) > _MOST_CHARACTERS:
            raise EndlessMessage("the stream sends a message without an end")

    def _take(self, line: str) -> None:
        # A comment has no name.
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        if name == "id":
            self._id, self._has_id = value, True

    def _taken(self) -> Iterator[Message]:
        data, has_id = self._data, self._has_id
        self._data, self._has_id = [], False
        if data:
            yield Message(self._id, "\n".join(data))
        elif has_id:
            yield Message(self._id, None)
