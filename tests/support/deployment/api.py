"""The REST API of a deployment, as a client of it speaks to it."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

PATIENCE = 30
"""Seconds that an answer may take: two busy cores serve it."""


class Refused(Exception):
    """The API did not do what it was asked to.

    Attributes:
        status: of HTTP.
        detail: what it said, JSON where it was some.
    """

    def __init__(self, status: int, detail: Any) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


class Api:
    """`http://127.0.0.1:PORT`, by an administrator."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self._token: str | None = None

    def get(self, path: str, **query: Any) -> Any:
        """The answer to a question below `/api/v2/`.

        Raises:
            Refused: the status is not one of success.
        """
        asked = f"?{urllib.parse.urlencode(query, doseq=True)}" if query else ""
        return self._ask("GET", f"/api/v2/{path}{asked}")

    def post(self, path: str, body: Any) -> Any:
        """The answer to `body` below `/api/v2/`.

        Raises:
            Refused: the status is not one of success.
        """
        return self._ask("POST", f"/api/v2/{path}", body)

    def patch(self, path: str, body: Any) -> Any:
        """The answer to a change of what is below `/api/v2/`.

        Raises:
            Refused: the status is not one of success.
        """
        return self._ask("PATCH", f"/api/v2/{path}", body)

    def health(self) -> dict[str, Any]:
        """What the API says of all servers.

        Raises:
            OSError: nobody answers yet.
        """
        with urllib.request.urlopen(f"{self.root}/api/v2/monitor/health", timeout=5) as answer:
            told: dict[str, Any] = json.load(answer)
            return told

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        if self._token is None:
            self._token = self._send("GET", "/auth/token", {}, None)["access_token"]
        headers = {"Authorization": f"Bearer {self._token}"}
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._send(method, path, headers, body)
            except Refused as error:
                # SQLite has one writer; what was asked meanwhile is undone as a whole.
                locked = error.status == 500 and "Database error" in str(error.detail)
                if not locked or time.monotonic() > until:
                    raise
                time.sleep(0.3)

    def _send(self, method: str, path: str, headers: dict[str, str], body: Any) -> Any:
        request = urllib.request.Request(
            self.root + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Accept": "application/json", **headers},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, _read(error.read())) from None


def _read(data: bytes) -> Any:
    text = data.decode(errors="replace")
    try:
        told = json.loads(text)
    except ValueError:
        return text
    return told.get("detail", told) if isinstance(told, dict) else told
