#!/usr/bin/env python3
"""Opens our pages in a real browser and uses them as a reader would: hovers, clicks, pins, steps, switches.

    tests/browser/test_pages.py build/tests [--screenshots FOLDER]

The program named first writes the sample pages. What the browser shows is compared with the data in the page, and
with attention computed here a second time. Without a browser the tests are skipped, with a message and success.
"""
import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import webdriver  # noqa: E402

ENTER, ESCAPE, RIGHT = "\ue007", "\ue00c", "\ue014"
browser = None  # one for all tests
pages = ""      # the folder that holds them
screenshots = None


def visible(token):
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "\ufffd", token)


def isolated(token):
    return f"\u2068{token}\u2069"  # a word's writing direction must not touch the numbers beside it


def number(text):
    return float(text.replace("−", "-").replace("∞", "inf"))


def softmax(scores):
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


class Page(unittest.TestCase):
    def look(self, name):
        if screenshots:
            browser.screenshot(os.path.join(screenshots, name + ".png"))

    def tearDown(self):
        self.assertEqual(browser.console(), [], "the console must stay empty")
        foreign = [url for url in browser.requested() if not url.startswith((f"file://{pages}/", "blob:", "data:"))]
        self.assertEqual(foreign, [], "nothing may be fetched")


class AttentionPage(Page):
    def setUp(self):
        path = os.path.join(pages, "attention.html")
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        self.data = json.loads(re.search(r'id="data">(.*?)</script>', self.text, re.S).group(1))
        browser.dark(False)
        browser.resize(1400, 1000)
        browser.open(path)
        browser.move(x=1, y=1)

    def map(self, kind="cross", layer=0, head=0, sentence=0, reading=-1):
        maps = self.data["sentences"][sentence]["readings"][reading]["maps"]
        return next(m for m in maps if (m["kind"], m["layer"], m["head"]) == (kind, layer, head))

    def words(self, sentence=0, reading=-1):
        chosen = self.data["sentences"][sentence]
        return list(map(visible, chosen["source"])), list(map(visible, chosen["readings"][reading]["target"]))

    def shown(self):
        """{(query, key): what rests on the weight} of the figure."""
        marks = browser.script("""return [...document.querySelectorAll('#figure .weight')].map(e =>
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
        return {tuple(pair) for pair in browser.script("""return [...document.querySelectorAll('#figure .weight:not(.off)')]
            .map(e => [Number(e.dataset.query), Number(e.dataset.key)])""")}

    def test_shows_every_weight_and_every_word_as_text(self):
        source, target = self.words()
        self.assertEqual(browser.text("h1"), "Attention <of> a \"sample\" & its heads")
        self.assert_shows(self.map()["weights"], target, source)
        self.assertEqual(browser.texts("#figure .word[data-side=key] > text:not(.value)"), source)
        self.assertEqual(browser.texts("#figure .word[data-side=query] > text:not(.value)"), target)
        self.assertEqual(browser.count("img, #figure b, #produced b, #produced img"), 0)
        strengths = browser.script("""return [...document.querySelectorAll('#figure .weight rect.mark')].map(e =>
            Number(e.getAttribute('opacity')))""")
        self.assertEqual(strengths, [weight for row in self.map()["weights"] for weight in row])
        self.look("matrix-light")
        browser.dark(True)
        self.look("matrix-dark")

    def test_hover_shows_one_word_and_leaves_with_the_mouse(self):
        source, target = self.words()
        weights = self.map()["weights"]
        browser.move("#figure .word[data-side=query][data-index='1']")
        self.assertEqual(self.visible_marks(), {(1, j) for j in range(len(source))})
        best = max(range(len(source)), key=lambda j: weights[1][j])
        self.assertTrue(browser.text("#readout").startswith(
            f"{isolated(target[1])} looks at: {isolated(source[best])} {weights[1][best]:.4f}"))
        numbers = browser.texts("#figure .word[data-side=key] .value")
        self.assertEqual(len(numbers), len(source))
        for text, weight in zip(numbers, weights[1]):
            self.assertAlmostEqual(number(text), weight, delta=5.1e-3)
        shades = browser.script("""return [...document.querySelectorAll('#figure .word[data-side=key] .shade')].map(e =>
            Number(getComputedStyle(e).opacity))""")
        for shade, weight in zip(shades, weights[1]):
            self.assertAlmostEqual(shade, weight, delta=1e-4)
        browser.move("#figure .word[data-side=key][data-index='3']")
        self.assertEqual(self.visible_marks(), {(i, 3) for i in range(len(target))})
        self.assertIn("is looked at by", browser.text("#readout"))
        browser.move("#figure .weight[data-query='2'][data-key='7']")
        self.assertEqual(browser.text("#readout"), f"{isolated(target[2])} → {isolated(source[7])}: {weights[2][7]:.4f}")
        browser.move(x=1, y=1)
        self.assertEqual(len(self.visible_marks()), len(source) * len(target))

    def test_click_pins_and_escape_lets_go(self):
        source, target = self.words()
        query = "#figure .word[data-side=query][data-index='2']"
        browser.click(query)
        browser.move(x=1, y=1)
        browser.script("document.activeElement.blur()")
        self.assertEqual(self.visible_marks(), {(2, j) for j in range(len(source))})
        self.assertEqual(browser.script("return document.querySelector(arguments[0]).getAttribute('aria-pressed')", query), "true")
        browser.press(ESCAPE)
        self.assertEqual(len(self.visible_marks()), len(source) * len(target))
        browser.click(query)
        browser.click(query)  # a second click lets go too
        self.assertEqual(browser.count("#figure .pinned"), 0)

    def test_keyboard_alone(self):
        source, _ = self.words()
        browser.script("document.querySelector('#figure .word[data-side=query]').focus()")
        browser.press(RIGHT, RIGHT)
        self.assertEqual(self.visible_marks(), {(2, j) for j in range(len(source))})
        browser.press(ENTER)
        self.assertEqual(browser.script("return document.querySelector('#figure .pinned').dataset.index"), "2")
        self.assertEqual(browser.script("return document.activeElement.dataset.index"), "2")  # focus stays
        self.assertEqual(browser.count("#inside-table tbody tr"), len(source))
        self.assertEqual(browser.count("#figure .word[tabindex='0']"), 2)  # one stop for each side

    def test_inside_view_recomputes_the_weights(self):
        source, _ = self.words()
        here = self.map(layer=1, head=2)
        browser.click("#heads button[data-layer='1'][data-head='2']")
        self.assert_shows(here["weights"], self.words()[1], source)
        browser.click("#figure .word[data-side=query][data-index='3']")
        inside = here["inside"]
        scores = [dot(inside["q"][3], k) for k in inside["k"]]
        weights = softmax([score * inside["scale"] for score in scores])
        rows = browser.script("""return [...document.querySelectorAll('#inside-table tbody tr')].map(row =>
            [...row.querySelectorAll('.number')].map(cell => cell.textContent))""")
        for j, (score, scaled, weight) in enumerate(rows):
            self.assertAlmostEqual(number(score), scores[j], delta=5.1e-5)
            self.assertAlmostEqual(number(scaled), scores[j] * inside["scale"], delta=5.1e-5)
            self.assertAlmostEqual(number(weight), weights[j], delta=5.1e-5)
            self.assertAlmostEqual(weights[j], here["weights"][3][j], delta=1e-3)  # five digits of q and k were kept
        self.assertLess(float(browser.text("#inside-error span")), 1e-3)
        browser.click("#inside-table tr[data-key='4'] button")
        parts = browser.script("""return [...document.querySelectorAll('#score-components tr')].map(row =>
            [...row.querySelectorAll('.number')].map(cell => cell.textContent))""")
        products = [number(row[3]) for row in parts[1:-1]]
        self.assertEqual(len(products), len(inside["q"][3]))
        self.assertAlmostEqual(sum(products), scores[4], delta=5.1e-5 * len(products))
        output = [dot(weights, column) for column in zip(*inside["v"])]
        sums = browser.script("""return [...document.querySelectorAll('#output-components tr td:last-child')].map(c => c.textContent)""")
        for shown, expected in zip(map(number, sums), output):
            self.assertAlmostEqual(shown, expected, delta=5.1e-5)
        self.look("inside-dot")

    def test_masked_keys_are_hidden(self):
        browser.choose("#kind", "decoder")
        target = self.words()[1]
        inputs = ["<bos>"] + target[:-1]
        self.assert_shows(self.map("decoder")["weights"], inputs, inputs)
        browser.click("#figure .word[data-side=query][data-index='2']")
        self.assertEqual(browser.texts("#inside-table td:nth-child(5)"), ["open"] * 3 + ["hidden"] * (len(inputs) - 3))

    def test_recurrent_additive_attention(self):
        browser.choose("#sentence", "1")
        source, target = self.words(sentence=1)
        here = self.map(sentence=1)
        self.assert_shows(here["weights"], target, source)
        self.assertIsNone(browser.script("return document.getElementById('epochs').offsetParent"))  # one epoch, no slider
        browser.click("#figure .word[data-side=query][data-index='1']")
        inside = here["inside"]
        scores = [dot(inside["direction"], [math.tanh(a + b) for a, b in zip(inside["q"][1], key)]) for key in inside["k"]]
        shown = browser.texts("#inside-table tbody td:nth-child(4)")
        for text, score in zip(shown, scores):
            self.assertAlmostEqual(number(text), score, delta=5.1e-5)
        self.assertLess(float(browser.text("#inside-error span")), 1e-3)
        context = [dot(softmax(scores), column) for column in zip(*inside["v"])]
        sums = browser.texts("#output-components tr td:last-child")
        self.assertEqual(len(sums), len(context))
        for text, expected in zip(sums, context):
            self.assertAlmostEqual(number(text), expected, delta=5.1e-5)
        self.look("inside-additive")

    def test_steps_through_decoding(self):
        source, target = self.words()
        candidates = self.data["sentences"][0]["readings"][-1]["candidates"]
        for step in range(3):
            browser.click("#next")
            self.assertEqual(browser.text("#produced .now"), target[step])
            self.assertEqual(self.visible_marks(), {(step, j) for j in range(len(source))})
            shown = list(zip(browser.texts("#candidates tr td:first-child"), browser.texts("#candidates .number")))
            self.assertEqual(shown, [(visible(token), f"{probability:.4f}") for token, probability in candidates[step]])
        self.look("step")
        browser.click("#back")
        self.assertEqual(browser.text("#produced .now"), target[1])
        browser.click("#produced [data-step='5']")
        self.assertEqual(browser.text("#produced .now"), target[5])
        browser.click("#whole")
        self.assertEqual(browser.count("#produced .now"), 0)
        self.assertEqual(len(self.visible_marks()), len(source) * len(target))

    def test_kinds_layers_heads(self):
        source, target = self.words()
        browser.choose("#kind", "encoder")
        self.assertEqual(browser.count("#heads button"), 8)
        browser.choose("#layer", "1")
        browser.choose("#head", "3")
        self.assert_shows(self.map("encoder", 1, 3)["weights"], source, source)
        self.assertEqual(browser.script("return document.querySelector('#heads [aria-pressed=true]').dataset.head"), "3")
        # A small multiple is the map itself, one pixel for each weight.
        strengths = browser.script("""const c = document.querySelector("#heads [data-layer='1'][data-head='3'] canvas");
            return [c.width, c.height, [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 3)]""")
        self.assertEqual(strengths[:2], [len(source), len(source)])
        for alpha, weight in zip(strengths[2], [w for row in self.map("encoder", 1, 3)["weights"] for w in row]):
            self.assertAlmostEqual(alpha / 255, weight, delta=1.01 / 255)

    def test_slider_over_epochs(self):
        source, target = self.words()
        self.assertEqual(browser.text("#epoch-name"), "epoch 3")
        browser.click("#figure .word[data-side=query][data-index='1']")
        for epoch in (0, 1, 2):
            browser.choose("#epoch", str(epoch))
            self.assertEqual(browser.text("#epoch-name"), f"epoch {epoch + 1}")
            self.assert_shows(self.map(reading=epoch)["weights"], target, source)
        self.assertEqual(browser.count("#figure .pinned"), 1)  # the pin stays while training goes on

    def test_lines(self):
        source, target = self.words()
        browser.choose("#view", "lines")
        weights = self.map()["weights"]
        self.assert_shows(weights, target, source, least=0.003)
        browser.move("#figure .word[data-side=query][data-index='4']")
        self.assertEqual(self.visible_marks(), {(4, j) for j, weight in enumerate(weights[4]) if weight >= 0.003})
        self.look("lines-rows")
        browser.choose("#sentence", "2")
        browser.move("#figure .word[data-side=query][data-index='7']")
        self.look("lines-40")

    def test_forty_by_forty_stays_readable(self):
        browser.choose("#sentence", "2")
        for view in ("matrix", "lines"):
            browser.choose("#view", view)
            sizes, overlaps = browser.script("""
                const words = [...document.querySelectorAll('#figure .word[data-side=query] > text:not(.value)')];
                const boxes = words.map(e => e.getBoundingClientRect());
                return [words.map(e => parseFloat(getComputedStyle(e).fontSize)),
                        boxes.slice(1).filter((b, i) => b.top < boxes[i].top + 14).length]""")
            self.assertEqual(len(sizes), 40)
            self.assertGreaterEqual(min(sizes), 12)
            self.assertEqual(overlaps, 0)
        browser.choose("#view", "matrix")
        browser.resize(1400, 1100)
        self.look("matrix-40")

    def test_failed_models_can_be_looked_at_too(self):
        browser.choose("#sentence", "3")
        self.assertEqual(browser.count("#figure .weight"), 0)
        self.assertTrue(browser.script("return document.getElementById('next').disabled"))
        browser.choose("#view", "lines")
        browser.choose("#kind", "encoder")
        browser.choose("#view", "matrix")
        self.assertEqual(self.shown()[0, 1], f"{isolated('x')} → {isolated('∅')}: NaN")  # an empty word is seen, too
        browser.click("#figure .word[data-side=query][data-index='0']")
        self.assertIn("not recorded", browser.text("#inside-content"))

    def test_saves_itself_as_svg(self):
        browser.script("""window.saved = null; const make = URL.createObjectURL;
            URL.createObjectURL = blob => { blob.text().then(text => window.saved = text); return make(blob); };""")
        browser.click("#save")
        for _ in range(50):
            saved = browser.script("return window.saved")
            if saved:
                break
        root = xml.etree.ElementTree.fromstring(saved)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertIn("</script><b>&", [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")])
        path = os.path.join(pages, "saved.svg")
        with open(path, "w", encoding="utf-8") as file:
            file.write(saved)
        browser.open(path)
        self.assertEqual(browser.count(".weight"), sum(map(len, self.map()["weights"])))
        self.look("saved")

    def test_dark_and_narrow(self):
        browser.dark(True)
        browser.resize(520, 900)
        self.assertLess(browser.script("return document.documentElement.scrollWidth"), 521)
        background = browser.script("return getComputedStyle(document.body).backgroundColor")
        ink = browser.script("return getComputedStyle(document.querySelector('#figure .word text')).fill")
        shade = [sum(map(int, re.findall(r"\d+", colour)[:3])) / 3 for colour in (background, ink)]
        self.assertLess(shade[0], 60)
        self.assertGreater(shade[1], 200)
        self.look("narrow-dark")


class RunPage(Page):
    def test_shows_the_run(self):
        browser.dark(False)
        browser.resize(1400, 1000)
        browser.open(os.path.join(pages, "run.html"))
        self.assertEqual(browser.text("h1"), 'Run <1> & "only"')
        self.assertEqual(browser.text("#status"), "epoch 3 of 3")
        self.assertEqual(browser.count(".charts svg"), 4)
        self.assertEqual(browser.count("script"), 0)
        self.assertIn("</td><script>alert(1)</script>", browser.texts(".samples td"))
        self.assertEqual(browser.count("details[open]"), 1)
        browser.click("details:not([open]) summary")
        self.assertEqual(browser.count("details[open]"), 2)
        self.assertEqual(browser.texts("#settings td"), ["transformer", "64", "<tiny> & small"])
        self.look("run-light")
        browser.dark(True)
        browser.script("scrollTo(0, 900)")
        self.look("run-dark")


def main():
    global browser, pages, screenshots
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the test program, which writes the sample pages")
    parser.add_argument("--screenshots", help="a folder that receives pictures of the pages")
    parser.add_argument("-k", help="only tests whose names contain this")
    options = parser.parse_args()
    tools = webdriver.tools()
    if tools is None:
        print("skipped: the pages were not opened, for chromium or chromedriver is not installed")
        print("0 passed, 0 failed")
        return 0
    screenshots = options.screenshots
    if screenshots:
        os.makedirs(screenshots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="heed-pages-") as pages:
        subprocess.run([os.path.abspath(options.program), "[.pages]"], check=True, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, HEED_PAGES=pages))
        with webdriver.Browser(*tools) as browser:
            arguments = [sys.argv[0]] + (["-k", options.k] if options.k else [])
            result = unittest.main(module=sys.modules[__name__], argv=arguments, exit=False, verbosity=1).result
    sys.stderr.flush()
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
