"""Between a client and a service, to do what networks do."""

from __future__ import annotations

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal, TypeAlias

import httpx

Fault: TypeAlias = Literal["lost", "answer lost", "overloaded", "bad gateway", "gone"]
"""`lost`: it never arrives. `answer lost`: it is carried out, and its answer does not come back.
`overloaded`: the service refuses it for now, and says when to come again. `bad gateway`: something
between has an error page. `gone`: it also says that it is so for an hour, so that nobody tries again
before his deadline, however long that is.
"""

_FORWARDED = ("authorization", "content-type", "idempotency-key", "if-match", "accept")

_ERROR_PAGE = b"<h1>Bad gateway</h1>"

_OVERLOADED = {
    "type": "/docs/errors/overloaded",
    "title": "The service is overloaded or stopping",
    "status": 503,
    "detail": "Nothing was decided.",
    "code": "overloaded",
    "requestId": "of the proxy",
    "retryAfterSeconds": 1,
}


class FaultProxy:
    """Counts what came by."""

    def __init__(self, target: str) -> None:
        self.seen: list[tuple[str, str | None]] = []
        """Method and path of each request, in their order, with the key that it had."""
        self.is_away = False
        """Whether all meet `gone`."""
        self._faults: list[tuple[re.Pattern[str], Fault]] = []
        self._client = httpx.Client(base_url=target, timeout=60)
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def next(self, where: str, *faults: Fault) -> None:
        """The next requests like this meet these faults, one each."""
        with self._lock:
            self._faults += [(re.compile(where), fault) for fault in faults]

    def clear(self) -> None:
        """Nothing happens to requests any more, and none has come by."""
        with self._lock:
            self._faults, self.seen, self.is_away = [], [], False

    def keys_of(self, where: str) -> set[str | None]:
        return {key for what, key in self.seen if re.match(where, what)}

    def count_of(self, where: str) -> int:
        return sum(1 for what, _ in self.seen if re.match(where, what))

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def fault_for(self, what: str, key: str | None) -> Fault | None:
        with self._lock:
            self.seen.append((what, key))
            if self.is_away:
                return "gone"
            for i, (where, fault) in enumerate(self._faults):
                if where.match(what):
                    del self._faults[i]
                    return fault
            return None

    def forward(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> httpx.Response:
        return self._client.request(method, path, headers=headers, content=body)


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultProxy
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fault = self.proxy.fault_for(
            f"{self.command} {self.path}", self.headers.get("idempotency-key")
        )
        if fault == "lost":
            return self._hang_up()
        if fault == "overloaded":
            return self._answer(503, json.dumps(_OVERLOADED).encode(), {"retry-after": "1"})
        if fault == "bad gateway":
            return self._answer(502, _ERROR_PAGE, {})
        if fault == "gone":
            return self._answer(502, _ERROR_PAGE, {"retry-after": "3600"})
        headers = {name: self.headers[name] for name in _FORWARDED if name in self.headers}
        try:
            found = self.proxy.forward(self.command, self.path, headers, body)
        except httpx.HTTPError:
            return self._hang_up()
        if fault == "answer lost":
            return self._hang_up()
        kept = ("x-request-id", "idempotency-replayed", "retry-after")
        passed = {name: found.headers[name] for name in kept if name in found.headers}
        self._answer(found.status_code, found.content, passed)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _pass

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        pass
