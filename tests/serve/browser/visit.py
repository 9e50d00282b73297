"""A model, served, and its page, open."""

import pathlib
import re
import select
import shutil
import subprocess
import time

from chromium import SECONDS, Page

AUDIT = (pathlib.Path(__file__).parent / "audit.js").read_text()
DESKTOP, PHONE = (1280, 900), (360, 740)


class Visit:
    def __init__(self, arguments, browser, name, folder):
        self.keratin, self.models, self.out = arguments.keratin, arguments.models, arguments.out
        self.name, self.folder = name, folder
        folder.mkdir()
        self.model = folder / f"{name}.keras"
        shutil.copy(arguments.models / f"{name}.keras", self.model)
        self.browser = browser

    def __enter__(self):
        self.start_server(self.model)
        try:
            self.page = Page(self.browser, self.folder)
            self.page.resize(*DESKTOP)
            self.page.prefer()
            self.page.open(self.address)
            self.page.wait("document.querySelector('#try')?.children.length > 0")
        except BaseException:
            self.stop_server()
            raise
        return self

    def __exit__(self, *_):
        self.stop_server()

    def start_server(self, model, port="0"):
        self.server = subprocess.Popen([self.keratin, "serve", model, "--port", port], stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT, text=True)
        try:
            self.address = self.read_address()
        except BaseException:
            self.stop_server()
            raise

    def stop_server(self):
        self.server.terminate()
        self.server.wait(10)
        self.server.stdout.close()

    def read_address(self):
        """The address that the program prints."""
        said = ""
        while select.select([self.server.stdout], [], [], 30)[0]:
            line = self.server.stdout.readline()
            said += line
            found = re.search(r"http://\S+/", line)
            if found:
                return found[0]
            if not line:
                break
        raise AssertionError(f"keratin serve printed no address:\n{said}")

    def pixels(self, selector):
        """What an element shows, as a text that differs if it does: a canvas, or an image."""
        return self.page.evaluate(f"""(() => {{
            const shown = document.querySelector({selector!r});
            const canvas = document.createElement('canvas');
            canvas.width = shown.naturalWidth ?? shown.width;
            canvas.height = shown.naturalHeight ?? shown.height;
            canvas.getContext('2d').drawImage(shown, 0, 0);
            return `${{canvas.width}}×${{canvas.height}} ` + canvas.toDataURL(); }})()""")

    def wait_for_other(self, selector, before):
        """Waits until an element shows something else than before. Returns what."""
        self.wait_until(lambda: self.pixels(selector) != before, f"{selector} does not change")
        return self.pixels(selector)

    def wait_for(self, selector, pixels):
        """Waits until an element shows this."""
        self.wait_until(lambda: self.pixels(selector) == pixels, f"{selector} does not show what it should")

    def wait_for_same(self, one, other):
        """Waits until two elements show the same."""
        self.wait_until(lambda: self.pixels(one) == self.pixels(other), f"{one} and {other} differ")

    def wait_until(self, holds, otherwise):
        end = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < end, otherwise
            time.sleep(0.05)

    def text(self, selector):
        return self.page.evaluate(f"document.querySelector({selector!r}).innerText")

    def click_text(self, text, within="body"):
        """Clicks the button with this text."""
        self.page.evaluate(f"""(() => {{
            document.querySelectorAll('[data-clicked]').forEach((each) => delete each.dataset.clicked);
            const buttons = [...document.querySelector({within!r}).querySelectorAll('button, a, summary')];
            buttons.find((each) => each.innerText.trim() === {text!r}).dataset.clicked = 1; }})()""")
        self.page.click("[data-clicked]")

    def show_layers(self):
        """The second tab, by keyboard."""
        self.page.evaluate("document.querySelector('#tab-try').focus()")
        self.page.press("ArrowRight")
        self.page.wait("!document.querySelector('#layers').hidden")

    def audit(self, what):
        """Looks at the page in light and dark, at desktop and phone size, and takes pictures of it."""
        for width, height in (DESKTOP, PHONE):
            self.page.resize(width, height, phone=width == PHONE[0])
            for scheme in ("light", "dark"):
                self.page.prefer(scheme, "reduce")
                complaints = self.page.evaluate(AUDIT)
                assert not complaints, f"{what}, {width} pixels, {scheme}: {complaints}"
                self.page.screenshot(self.out / f"{self.name}-{what}-{width}-{scheme}.png")
        nameless = [control for control in self.page.controls() if not control.name and control.role != "RootWebArea"]
        assert not nameless, f"{what}: without a name: {nameless}"
        self.page.resize(*DESKTOP)
        self.page.prefer()

    def finish(self):
        """What holds of every page: nothing went wrong, and nobody else was asked."""
        self.page.evaluate("0")
        assert not self.page.problems, self.page.problems
        elsewhere = [each for each in self.page.requests
                     if not each.startswith((self.address, "blob:" + self.address, "data:"))]
        assert not elsewhere, elsewhere
