"""A folder of small files that are whole or not there."""

from __future__ import annotations

import os
import time
from pathlib import Path

# How long half-written files of others are left alone, in seconds: they may be writing them.
_STALE = 3_600.0

_HALF = ".tmp"


class Folder:
    """Each file is written beside its place, brought to the disk, and moved. Several processes may
    share it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # What was spent on is nobody else's business.
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()

    def write(self, name: str, content: bytes) -> None:
        """It is on the disk when this returns."""
        beside = self.path / f".{name}.{os.getpid()}{_HALF}"
        try:
            number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(number)
            os.replace(beside, self.path / name)
            self._sync()
        except BaseException:
            # A full disk leaves half a file.
            beside.unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes | None:
        """None where it is gone."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """In their order."""
        return sorted(name for name in os.listdir(self.path) if name.endswith(".json"))

    def remove(self, name: str) -> None:
        """Whether it was there. A crash may bring it back."""
        (self.path / name).unlink(missing_ok=True)

    def _sync(self) -> None:
        """Brings the names to the disk. Windows has no such thing, and needs none."""
        if os.name == "nt":
            return
        number = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)

    def _sweep(self) -> None:
        """Takes away what a process left that died while it wrote."""
        for path in self.path.iterdir():
            try:
                if path.name.endswith(_HALF) and time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()
            except FileNotFoundError:
                # Another process was quicker.
                pass
