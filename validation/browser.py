"""Drive an installed Chromium by its own protocol over two pipes: pages opened, measured and photographed."""

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from select import select
from time import monotonic
from typing import Any

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic",
    "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--no-first-run",
    "--hide-scrollbars", "--remote-debugging-pipe", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_PATIENCE = 60.0
OURS = ("file:", "data:", "blob:", "about:")


@dataclass
class Page:
    """A tab: what it asked for, what it complained of."""

    browser: "Browser"
    session: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    loaded: bool = False

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol in this tab."""
        return self.browser.call(method, self.session, **parameters)

    def open(self, path: Path, width: int, height: int = 900) -> None:
        """Open a file in a window of this size and wait until it is loaded."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.loaded = False
        self.call("Page.navigate", url=path.resolve().as_uri())
        self.browser.until(lambda: self.loaded)
        self.evaluate("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")

    def evaluate(self, script: str) -> Any:
        """Evaluate an expression; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(
                answer["exceptionDetails"].get("exception", {}).get("description", script[:80])
            )
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key of the keyboard, such as ``Tab`` or ``Enter``."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39, "ArrowDown": 40}
        text = {"Enter": "\r", " ": " "}.get(key, "")
        more = {"text": text} if text else {}
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=codes[key],
                **more,
            )

    def picture(self, path: Path) -> None:
        """Photograph the whole page, however long."""
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def hear(self, method: str, told: dict[str, Any]) -> None:
        """Note what the tab reports."""
        if method == "Page.loadEventFired":
            self.loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(
                str(told["exceptionDetails"].get("exception", {}).get("description", told))
            )
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(a.get("value", a.get("description"))) for a in told["args"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(told["entry"]["text"])

    @property
    def foreign(self) -> list[str]:
        """What it asked for beyond the file itself."""
        return [url for url in self.requests if not url.startswith(OURS)]


class Browser:
    """One running browser."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, out: int) -> None:
        self._process, self._to, self._out = process, to, out
        self._rest, self._count = b"", 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._pages: dict[str, Page] = {}

    def page(self) -> Page:
        """Open an empty tab that reports all it does."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        self._pages[session] = page
        for domain in ("Page", "Network", "Runtime", "Log"):
            page.call(f"{domain}.enable")
        return page

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if session is not None:
            message["sessionId"] = session
        rest = memoryview(json.dumps(message).encode() + b"\0")
        while rest:
            rest = rest[os.write(self._to, rest) :]
        number = self._count
        self.until(lambda: number in self._answers)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def until(self, done: Any) -> None:
        """Listen until `done` says so."""
        end = monotonic() + _PATIENCE
        while not done():
            if monotonic() > end or self._process.poll() is not None:
                raise TimeoutError("the browser does not answer")
            if select([self._out], [], [], 0.5)[0]:
                self._rest += os.read(self._out, 1 << 20)
            *whole, self._rest = self._rest.split(b"\0")
            for text in whole:
                self._take(json.loads(text))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
        elif message.get("sessionId") in self._pages:
            self._pages[message["sessionId"]].hear(message["method"], message["params"])


@contextmanager
def running(path: Path) -> Iterator[Browser]:
    """Start a browser with a profile of its own, and end it."""
    heard, to = os.pipe()
    out, said = os.pipe()
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        # The protocol is spoken on the descriptors 3 and 4, which only a shell hands over in that order.
        command = f'exec "$0" "$@" 3<&{heard} 4>&{said}'
        process = subprocess.Popen(
            ("bash", "-c", command, str(path), *_FLAGS, f"--user-data-dir={profile}"),
            pass_fds=(heard, said), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(heard)
        os.close(said)
        try:
            yield Browser(process, to, out)
        finally:
            os.close(to)  # the browser ends when nobody talks to it any more
            try:
                process.wait(10.0)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(out)
