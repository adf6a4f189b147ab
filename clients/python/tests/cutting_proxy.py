"""Between a client and a service, to cut connections in the middle of what comes back."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit


class CuttingProxy:
    def __init__(self, target: str, *bounds: int) -> None:
        """The first connections are cut after so many bytes, one bound each; later ones never."""
        where = urlsplit(target)
        self._target = (where.hostname or "", where.port or 80)
        self._bounds = list(bounds)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def cuts_left(self) -> int:
        return len(self._bounds)

    def stop(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            bound = self._bounds.pop(0) if self._bounds else None
            far = socket.create_connection(self._target)
            threading.Thread(target=_pump, args=(near, far, None), daemon=True).start()
            threading.Thread(target=_pump, args=(far, near, bound), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, bound: int | None) -> None:
    try:
        while some := source.recv(4096 if bound is None else min(bound, 4096)):
            sink.sendall(some)
            if bound is not None:
                bound -= len(some)
                if bound <= 0:
                    break
    except OSError:
        pass
    finally:
        for one in (source, sink):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
