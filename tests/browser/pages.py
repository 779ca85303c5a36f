"""Shared by the tests of all pages: a page under test, and an attention page that is compared with its data."""
import json
import math
import os
import re
import unittest


def visible(token):
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "\ufffd", token)


def isolated(token):
    return f"\u2068{token}\u2069"  # the writing direction of a word must not affect the numbers next to it


def number(text):
    return float(text.replace("−", "-").replace("∞", "inf"))


def softmax(scores):
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def page_data(path):
    with open(path, encoding="utf-8") as file:
        return json.loads(re.search(r'id="data">(.*?)</script>', file.read(), re.S).group(1))


class Page(unittest.TestCase):
    """A page under test: it may fetch nothing, and the console must stay empty."""
    browser = None      # one for all tests
    folder = ""         # the folder with the pages
    program = ""        # build/tests
    translate = ""      # build/translate
    screenshots = None  # a folder for pictures

    def open(self, name):
        path = os.path.join(self.folder, name)
        self.data = page_data(path)
        self.browser.dark(False)
        self.browser.resize(1400, 1000)
        self.browser.open(path)
        self.browser.move(x=1, y=1)

    def look(self, name):
        if self.screenshots:
            self.browser.screenshot(os.path.join(self.screenshots, name + ".png"))

    def tearDown(self):
        self.assertEqual(self.browser.console(), [], "the console must stay empty")
        foreign = [url for url in self.browser.requested() if not url.startswith((f"file://{self.folder}/", "blob:", "data:"))]
        self.assertEqual(foreign, [], "nothing may be fetched")


class AttentionPage(Page):
    def map(self, kind="cross", layer=0, head=0, sentence=0, reading=-1):
        maps = self.data["sentences"][sentence]["readings"][reading]["maps"]
        return next(m for m in maps if (m["kind"], m["layer"], m["head"]) == (kind, layer, head))

    def words(self, sentence=0, reading=-1):
        chosen = self.data["sentences"][sentence]
        return list(map(visible, chosen["source"])), list(map(visible, chosen["readings"][reading]["target"]))

    def shown(self):
        """{(query, key): hover text of the weight} in the figure."""
        marks = self.browser.script("""return [...document.querySelectorAll('#figure .weight')].map(e =>
            [Number(e.dataset.query), Number(e.dataset.key), e.querySelector('title').textContent])""")
        return {(i, j): title for i, j, title in marks}

    def assert_shows(self, weights, queries, keys, least=0.0):
        expected = {(i, j) for i, row in enumerate(weights) for j, weight in enumerate(row) if weight >= least}
        shown = self.shown()
        self.assertEqual(set(shown), expected)
        for (i, j), title in shown.items():
            prefix = f"{isolated(queries[i])} → {isolated(keys[j])}: "
            self.assertTrue(title.startswith(prefix), (title, prefix))
            self.assertAlmostEqual(number(title[len(prefix):]), weights[i][j], delta=5.1e-5)  # four decimals

    def visible_marks(self):
        return {tuple(pair) for pair in self.browser.script("""return [...document.querySelectorAll('#figure .weight:not(.off)')]
            .map(e => [Number(e.dataset.query), Number(e.dataset.key)])""")}

    def save_svg(self):
        """The file that the button saves, as text."""
        self.browser.script("""window.saved = null; const make = URL.createObjectURL;
            URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); return make(blob); };""")
        self.browser.click("#save")
        for _ in range(50):
            saved = self.browser.script("return window.saved")
            if saved:
                return saved
        raise AssertionError("nothing was saved")

    def inside_rows(self):
        """The numbers in the inside view, a list for each key."""
        return self.browser.script("""return [...document.querySelectorAll('#inside-table tbody tr')].map(row =>
            [...row.querySelectorAll('.number')].map(cell => cell.textContent))""")
