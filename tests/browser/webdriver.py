"""A headless Chromium, controlled over WebDriver (W3C) with only the standard library of Python."""
import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's name in the protocol
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # the driver is on this machine


def tools():
    """The paths of the browser and its driver, or None if one is missing."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    def __init__(self, browser, driver, width=1400, height=1000):
        self.profile = tempfile.mkdtemp(prefix="heed-browser-")
        self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.session = None
        try:
            self.start(browser, width, height)
        except BaseException:
            self.stop()
            raise

    def start(self, browser, width, height):
        port = None
        while port is None:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("chromedriver did not say on which port it listens")
            port = re.search(r"successfully on port (\d+)", line)
        self.address = f"http://127.0.0.1:{port.group(1)}"
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--disable-sync",
                     f"--user-data-dir={self.profile}", f"--window-size={width},{height}"]
        options = {"binary": browser, "args": arguments}
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options,
                        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = answer["sessionId"]
        self.call("POST", "/url", {"url": "about:blank"})  # the requests and messages of the
        self.requested(), self.console()                   # browser's own first page are not tested

    def __enter__(self):
        return self

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self.stop()

    def call(self, method, path, body=None):
        prefix = f"/session/{self.session}" if self.session else ""
        data = None if method in ("GET", "DELETE") else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.address + prefix + path, data, {"Content-Type": "application/json"},
                                         method=method)
        try:
            with direct.open(request, timeout=60) as response:
                return json.load(response)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message'].splitlines()[0]}") from None

    def open(self, path):
        self.call("POST", "/url", {"url": "file://" + path})

    def script(self, code, *arguments):
        """Runs JavaScript in the page with these `arguments` and returns its result."""
        return self.call("POST", "/execute/sync", {"script": code, "args": list(arguments)})

    def find(self, selector):
        found = self.call("POST", "/element", {"using": "css selector", "value": selector})
        return found[ELEMENT]

    def text(self, selector):
        return self.script("return document.querySelector(arguments[0]).textContent", selector)

    def texts(self, selector):
        return self.script("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def count(self, selector):
        return self.script("return document.querySelectorAll(arguments[0]).length", selector)

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click")

    def move(self, selector=None, x=0, y=0):
        """Moves the mouse to the middle of an element, or to a point of the window."""
        if selector:
            self.script("document.querySelector(arguments[0]).scrollIntoView({block: 'center', inline: 'center'})", selector)
            origin = {ELEMENT: self.find(selector)}
        else:
            origin = "viewport"
        step = {"type": "pointerMove", "duration": 0, "origin": origin, "x": x, "y": y}
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [step]}
        self.call("POST", "/actions", {"actions": [mouse]})

    def press(self, *keys):
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def choose(self, selector, value):
        """Sets a <select> or a slider and sends the events that a reader's change would send."""
        self.script("""const e = document.querySelector(arguments[0]); e.value = arguments[1];
            for (const name of ['input', 'change']) e.dispatchEvent(new Event(name, {bubbles: true}));""", selector, value)

    def dark(self, on):
        features = [{"name": "prefers-color-scheme", "value": "dark" if on else "light"}]
        self.call("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}})
        time.sleep(0.1)

    def resize(self, width, height):
        self.call("POST", "/window/rect", {"width": width, "height": height})
        time.sleep(0.4)

    def screenshot(self, path, selector=None):
        """Saves a picture of the window, or of one element that fits into it."""
        element = f"/element/{self.find(selector)}" if selector else ""
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("GET", element + "/screenshot")))

    def console(self):
        return [f"{entry['level']}: {entry['message']}" for entry in self.call("POST", "/se/log", {"type": "browser"})]

    def requested(self):
        """The addresses that the page has requested since the last call."""
        messages = [json.loads(e["message"])["message"] for e in self.call("POST", "/se/log", {"type": "performance"})]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
