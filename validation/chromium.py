"""A headless Chromium, spoken to through its debugging pipe: what a page does, asks for and complains of."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from base64 import b64decode
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SOFTWARE_GL = ("--enable-unsafe-swiftshader",)
"""WebGL without a graphics card; the page around it is put together in software too."""
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--allow-file-access-from-files",
    "--remote-debugging-pipe", "--disable-extensions", "--disable-dev-shm-usage",
)  # fmt: skip
_PATIENCE_S = 60.0


class Chromium:
    """One browser with one page.

    Attributes
    ----------
    complaints : list of str
        Errors and warnings of the console, and exceptions nobody caught.
    requests : list of str
        Addresses the page asked for, itself aside.
    """

    def __init__(self, width: int = 1280, height: int = 720, *, gl: bool = True, ratio: float = 1.0) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._size = (width, height, ratio)
        self._gl = gl
        self._number = 0
        self._rest = b""
        self._session: str | None = None

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        os.set_blocking(self._from, False)
        flags = (*_FLAGS, *(SOFTWARE_GL if self._gl else ("--disable-gpu", "--disable-3d-apis")))
        # The browser reads its orders from descriptor 3 and answers on 4.
        shell = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            ["sh", "-c", shell, str(PROGRAM), *flags, f"--user-data-dir={self._folder.name}"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for room in ("Page", "Runtime", "Log", "Network"):
            self._send(f"{room}.enable")
        width, height, ratio = self._size
        self.resize(width, height, ratio)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._session = None
            self._send("Browser.close")
        except (OSError, TimeoutError):
            self._process.kill()
        self._process.wait(timeout=20)
        os.close(self._to)
        os.close(self._from)
        self._folder.cleanup()

    def resize(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Set the window's inner size [CSS pixels] and the device's pixels to one of them."""
        self._send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=ratio,
            mobile=width < 600,
        )

    def media(self, **features: str) -> None:
        """Claim a medium (``medium="print"``) or preferences (``prefers_reduced_motion="reduce"``)."""
        told = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items() if k != "medium"]
        self._send("Emulation.setEmulatedMedia", media=features.get("medium", ""), features=told)

    def open(self, page: Path) -> None:
        """Load a file and wait until it has."""
        self._loaded = False
        self._send("Page.navigate", url=page.resolve().as_uri())
        end = time.monotonic() + _PATIENCE_S
        while not self._loaded:
            self._listen(end)
        self.requests = [r for r in self.requests if r != page.resolve().as_uri()]

    def run(self, script: str) -> Any:
        """Evaluate a script, or wait for its promise, and give its value."""
        told = self._send(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in told:
            raise RuntimeError(str(told["exceptionDetails"].get("exception", told["exceptionDetails"])))
        return told["result"].get("value")

    def picture(self, file: Path) -> None:
        """Write what the window shows as PNG."""
        file.write_bytes(b64decode(self._send("Page.captureScreenshot", format="png")["data"]))

    def press(self, key: str, code: int = 0) -> None:
        """Press and release a key."""
        text = {"text": key} if len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            self._send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                windowsVirtualKeyCode=code,
                **(text if kind == "keyDown" else {}),
            )

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press the mouse at one place, let go at another [CSS pixels of the window]."""
        middle = (0.5 * (start[0] + end[0]), 0.5 * (start[1] + end[1]))
        steps = (("mousePressed", start), ("mouseMoved", middle), ("mouseMoved", end), ("mouseReleased", end))
        for kind, (x, y) in steps:
            self._send(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1
            )

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            order["sessionId"] = self._session
        os.write(self._to, json.dumps(order).encode() + b"\0")
        end = time.monotonic() + _PATIENCE_S
        while True:
            answer = self._listen(end)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])

    def _listen(self, end: float) -> dict[str, Any]:
        """Take one message; what the page did is noted on the way."""
        while b"\0" not in self._rest:
            if time.monotonic() > end:
                raise TimeoutError("the browser does not answer")
            try:
                more = os.read(self._from, 1 << 20)
            except BlockingIOError:
                time.sleep(0.002)
                continue
            if not more:
                raise OSError("the browser has gone")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, method: str, told: dict[str, Any]) -> None:
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "warning", "assert"):
            self.complaints.append(str([a.get("value", a.get("description")) for a in told["args"]]))
        elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
            self.complaints.append(told["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"][:120])
