"""A headless Chromium, driven by its DevTools protocol over two pipes. Python's standard library suffices."""

import base64
import collections
import json
import os
import pathlib
import select
import shutil
import subprocess
import time

NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome"]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
         "--remote-debugging-pipe"]
SECONDS = 30  # that anything may take
KEYS = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, " ": 32, "Tab": 9, "Enter": 13,
        "Delete": 46}


def find():
    """The path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    def __init__(self, executable, profile):
        to_browser, self.writing = os.pipe()
        self.reading, from_browser = os.pipe()
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{to_browser} 4>&{from_browser}', "sh", executable, *FLAGS,
             f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.unread = b""
        self.last_id = 0
        self.listeners = {}  # by session

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.send("Browser.close")
            self.process.wait(SECONDS)
        finally:
            self.process.kill()
            self.process.wait()

    def send(self, method, session=None, **parameters):
        """Calls a method of the protocol and returns its result."""
        self.last_id += 1
        wanted = self.last_id
        message = {"id": wanted, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive(method)
            if answer.get("id") != wanted:
                continue
            if "error" in answer:
                raise AssertionError(f"{method}: {answer['error']}")
            return answer["result"]

    def receive(self, reason):
        """The next message; events go to their listeners."""
        end = time.monotonic() + SECONDS
        while b"\0" not in self.unread:
            if not select.select([self.reading], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError(f"Chromium did not answer in {SECONDS} s: {reason}")
            part = os.read(self.reading, 1 << 20)
            if not part:
                raise AssertionError(f"Chromium ended: {reason}")
            self.unread += part
        text, self.unread = self.unread.split(b"\0", 1)
        message = json.loads(text)
        if "method" in message and message.get("sessionId") in self.listeners:
            self.listeners[message["sessionId"]](message["method"], message["params"])
        return message


class Page:
    """A tab. `problems` are errors of its console, `requests` the addresses that it asked for."""

    def __init__(self, browser, downloads):
        self.browser = browser
        self.downloads = pathlib.Path(downloads)
        self.problems, self.requests = [], []
        target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.listeners[self.session] = self.listen
        for domain in ["Page", "Runtime", "Log", "Network", "DOM"]:
            self.send(f"{domain}.enable")
        browser.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))

    def send(self, method, **parameters):
        return self.browser.send(method, self.session, **parameters)

    def listen(self, event, parameters):
        if event == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif event == "Runtime.exceptionThrown":
            self.problems.append(json.dumps(parameters["exceptionDetails"]))
        elif event == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            self.problems.append(json.dumps(parameters["args"]))
        elif event == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            self.problems.append(parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))

    def open(self, address):
        self.send("Page.navigate", url=address)

    def evaluate(self, expression):
        """The value of a JavaScript expression; of a promise, what it becomes."""
        answer = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, expression):
        """Waits until an expression is true, and returns its value."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            value = self.evaluate(expression)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"not true in {SECONDS} s: {expression}; the page says: "
                             + self.evaluate("document.body.innerText.slice(0, 500)"))

    def resize(self, width, height, phone=False):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)
        self.send("Emulation.setTouchEmulationEnabled", enabled=phone)

    def prefer(self, scheme="light", motion="no-preference"):
        self.send("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme},
                            {"name": "prefers-reduced-motion", "value": motion}])

    def screenshot(self, path):
        data = self.send("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def box(self, selector):
        """(left, top, width, height) of an element, after scrolling to it."""
        return self.evaluate(f"""(() => {{
            const element = document.querySelector({json.dumps(selector)});
            element.scrollIntoView({{block: 'center', behavior: 'instant'}});
            const box = element.getBoundingClientRect();
            return [box.x, box.y, box.width, box.height]; }})()""")

    def click(self, selector):
        left, top, width, height = self.box(selector)
        self.drag([(left + width / 2, top + height / 2)])

    def drag(self, places):
        """Presses the mouse at the first place, moves over all and lets go at the last."""
        def mouse(kind, place, buttons):
            self.send("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", buttons=buttons,
                      clickCount=1)
        mouse("mouseMoved", places[0], 0)
        mouse("mousePressed", places[0], 1)
        for place in places[1:]:
            mouse("mouseMoved", place, 1)
        mouse("mouseReleased", places[-1], 0)

    def touch(self, places):
        """The same with a finger."""
        for i, (x, y) in enumerate(places):
            self.send("Input.dispatchTouchEvent", type="touchMove" if i else "touchStart", touchPoints=[{"x": x, "y": y}])
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key, times=1):
        for _ in range(times):
            for kind in ["keyDown", "keyUp"]:
                text = {" ": " ", "Enter": "\r"}.get(key) if kind == "keyDown" else None
                self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=KEYS[key],
                          **({"text": text} if text else {}))

    def upload(self, selector, path):
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.send("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def downloaded(self, name):
        """The bytes of a file that the page saved."""
        end = time.monotonic() + SECONDS
        path = self.downloads / name
        while not path.exists():
            assert time.monotonic() < end, f"{name} was not saved"
            self.evaluate("0")
            time.sleep(0.05)
        return path.read_bytes()

    def controls(self):
        """(role, name) of what the keyboard reaches, as a screen reader has it."""
        reached = collections.namedtuple("Control", "role name")
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [reached(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes if not node["ignored"] and any(
                    each["name"] == "focusable" and each["value"]["value"] for each in node.get("properties", []))]
