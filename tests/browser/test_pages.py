#!/usr/bin/env python3
"""Opens our pages in a real browser and uses them like a reader: points, clicks, pins, steps, switches.

    tests/browser/test_pages.py build/tests [--screenshots FOLDER]

The given program writes the sample pages; the program `translate` in the same folder trains small models and makes their
pages (test_models.py). The tests compare what the browser shows with the data in the page, and with attention that they
compute again. Without a browser the tests are skipped with a message, and the exit code is 0.
"""
import argparse
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

sys.dont_write_bytecode = True  # leave nothing outside of build/
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import test_models  # noqa: E402
import test_traces  # noqa: E402
import webdriver  # noqa: E402
from pages import AttentionPage, Page, dot, isolated, number, softmax, visible  # noqa: E402

ENTER, ESCAPE, RIGHT = "\ue007", "\ue00c", "\ue014"


class SamplePage(AttentionPage):
    def setUp(self):
        self.open("attention.html")

    def test_shows_every_weight_and_every_word_as_text(self):
        source, target = self.words()
        self.assertEqual(self.browser.text("h1"), "Attention <of> a \"sample\" & its heads")
        self.assert_shows(self.map()["weights"], target, source)
        self.assertEqual(self.browser.texts("#figure .word[data-side=key] > text:not(.value)"), source)
        self.assertEqual(self.browser.texts("#figure .word[data-side=query] > text:not(.value)"), target)
        self.assertEqual(self.browser.count("img, #figure b, #produced b, #produced img"), 0)
        strengths = self.browser.script("""return [...document.querySelectorAll('#figure .weight rect.mark')].map(e =>
            Number(e.getAttribute('opacity')))""")
        self.assertEqual(strengths, [weight for row in self.map()["weights"] for weight in row])
        self.look("matrix-light")
        self.browser.dark(True)
        self.look("matrix-dark")

    def test_hover_shows_one_word_and_leaves_with_the_mouse(self):
        source, target = self.words()
        weights = self.map()["weights"]
        self.browser.move("#figure .word[data-side=query][data-index='1']")
        self.assertEqual(self.visible_marks(), {(1, j) for j in range(len(source))})
        best = max(range(len(source)), key=lambda j: weights[1][j])
        self.assertTrue(self.browser.text("#readout").startswith(
            f"{isolated(target[1])} attends to: {isolated(source[best])} {weights[1][best]:.4f}"))
        numbers = self.browser.texts("#figure .word[data-side=key] .value")
        self.assertEqual(len(numbers), len(source))
        for text, weight in zip(numbers, weights[1]):
            self.assertAlmostEqual(number(text), weight, delta=5.1e-3)
        shades = self.browser.script("""return [...document.querySelectorAll('#figure .word[data-side=key] .shade')].map(e =>
            Number(getComputedStyle(e).opacity))""")
        for shade, weight in zip(shades, weights[1]):
            self.assertAlmostEqual(shade, weight, delta=1e-4)
        self.browser.move("#figure .word[data-side=key][data-index='3']")
        self.assertEqual(self.visible_marks(), {(i, 3) for i in range(len(target))})
        self.assertIn("is attended to by", self.browser.text("#readout"))
        self.browser.move("#figure .weight[data-query='2'][data-key='7']")
        self.assertEqual(self.browser.text("#readout"), f"{isolated(target[2])} → {isolated(source[7])}: {weights[2][7]:.4f}")
        self.browser.move(x=1, y=1)
        self.assertEqual(len(self.visible_marks()), len(source) * len(target))

    def test_click_pins_and_escape_releases(self):
        source, target = self.words()
        query = "#figure .word[data-side=query][data-index='2']"
        self.browser.click(query)
        self.browser.move(x=1, y=1)
        self.browser.script("document.activeElement.blur()")
        self.assertEqual(self.visible_marks(), {(2, j) for j in range(len(source))})
        self.assertEqual(self.browser.script("return document.querySelector(arguments[0]).getAttribute('aria-pressed')", query), "true")
        self.browser.press(ESCAPE)
        self.assertEqual(len(self.visible_marks()), len(source) * len(target))
        self.browser.click(query)
        self.browser.click(query)  # a second click unpins, too
        self.assertEqual(self.browser.count("#figure .pinned"), 0)

    def test_keyboard_alone(self):
        source, _ = self.words()
        self.browser.script("document.querySelector('#figure .word[data-side=query]').focus()")
        self.browser.press(RIGHT, RIGHT)
        self.assertEqual(self.visible_marks(), {(2, j) for j in range(len(source))})
        self.browser.press(ENTER)
        self.assertEqual(self.browser.script("return document.querySelector('#figure .pinned').dataset.index"), "2")
        self.assertEqual(self.browser.script("return document.activeElement.dataset.index"), "2")  # focus stays
        self.assertEqual(self.browser.count("#inside-table tbody tr"), len(source))
        self.assertEqual(self.browser.count("#figure .word[tabindex='0']"), 2)  # one stop for each side

    def test_inside_view_recomputes_the_weights(self):
        source, _ = self.words()
        here = self.map(layer=1, head=2)
        self.browser.click("#heads button[data-layer='1'][data-head='2']")
        self.assert_shows(here["weights"], self.words()[1], source)
        self.browser.click("#figure .word[data-side=query][data-index='3']")
        inside = here["inside"]
        scores = [dot(inside["q"][3], k) for k in inside["k"]]
        weights = softmax([score * inside["scale"] for score in scores])
        rows = self.inside_rows()
        for j, (score, scaled, weight) in enumerate(rows):
            self.assertAlmostEqual(number(score), scores[j], delta=5.1e-5)
            self.assertAlmostEqual(number(scaled), scores[j] * inside["scale"], delta=5.1e-5)
            self.assertAlmostEqual(number(weight), weights[j], delta=5.1e-5)
            self.assertAlmostEqual(weights[j], here["weights"][3][j], delta=1e-3)  # five digits of q and k were kept
        self.assertLess(float(self.browser.text("#inside-error span")), 1e-3)
        self.browser.click("#inside-table tr[data-key='4'] button")
        parts = self.browser.script("""return [...document.querySelectorAll('#score-components tr')].map(row =>
            [...row.querySelectorAll('.number')].map(cell => cell.textContent))""")
        products = [number(row[3]) for row in parts[1:-1]]
        self.assertEqual(len(products), len(inside["q"][3]))
        self.assertAlmostEqual(sum(products), scores[4], delta=5.1e-5 * len(products))
        output = [dot(weights, column) for column in zip(*inside["v"])]
        sums = self.browser.script("""return [...document.querySelectorAll('#output-components tr td:last-child')].map(c => c.textContent)""")
        for shown, expected in zip(map(number, sums), output):
            self.assertAlmostEqual(shown, expected, delta=5.1e-5)
        self.look("inside-dot")

    def test_masked_keys_are_hidden(self):
        self.browser.choose("#kind", "decoder")
        target = self.words()[1]
        inputs = ["<bos>"] + target[:-1]
        self.assert_shows(self.map("decoder")["weights"], inputs, inputs)
        self.browser.click("#figure .word[data-side=query][data-index='2']")
        self.assertEqual(self.browser.texts("#inside-table td:nth-child(5)"), ["allowed"] * 3 + ["hidden"] * (len(inputs) - 3))

    def test_recurrent_additive_attention(self):
        self.browser.choose("#sentence", "1")
        source, target = self.words(sentence=1)
        here = self.map(sentence=1)
        self.assert_shows(here["weights"], target, source)
        self.assertIsNone(self.browser.script("return document.getElementById('epochs').offsetParent"))  # one epoch, no slider
        self.browser.click("#figure .word[data-side=query][data-index='1']")
        inside = here["inside"]
        scores = [dot(inside["direction"], [math.tanh(a + b) for a, b in zip(inside["q"][1], key)]) for key in inside["k"]]
        shown = self.browser.texts("#inside-table tbody td:nth-child(4)")
        for text, score in zip(shown, scores):
            self.assertAlmostEqual(number(text), score, delta=5.1e-5)
        self.assertLess(float(self.browser.text("#inside-error span")), 1e-3)
        context = [dot(softmax(scores), column) for column in zip(*inside["v"])]
        sums = self.browser.texts("#output-components tr td:last-child")
        self.assertEqual(len(sums), len(context))
        for text, expected in zip(sums, context):
            self.assertAlmostEqual(number(text), expected, delta=5.1e-5)
        self.look("inside-additive")

    def test_steps_through_decoding(self):
        source, target = self.words()
        candidates = self.data["sentences"][0]["readings"][-1]["candidates"]
        for step in range(3):
            self.browser.click("#next")
            self.assertEqual(self.browser.text("#produced .now"), target[step])
            self.assertEqual(self.visible_marks(), {(step, j) for j in range(len(source))})
            shown = list(zip(self.browser.texts("#candidates tr td:first-child"), self.browser.texts("#candidates .number")))
            self.assertEqual(shown, [(visible(token), f"{probability:.4f}") for token, probability in candidates[step]])
        self.look("step")
        self.browser.click("#back")
        self.assertEqual(self.browser.text("#produced .now"), target[1])
        self.browser.click("#produced [data-step='5']")
        self.assertEqual(self.browser.text("#produced .now"), target[5])
        self.browser.click("#whole")
        self.assertEqual(self.browser.count("#produced .now"), 0)
        self.assertEqual(len(self.visible_marks()), len(source) * len(target))

    def test_kinds_layers_heads(self):
        source, target = self.words()
        self.browser.choose("#kind", "encoder")
        self.assertEqual(self.browser.count("#heads button"), 8)
        self.browser.choose("#layer", "1")
        self.browser.choose("#head", "3")
        self.assert_shows(self.map("encoder", 1, 3)["weights"], source, source)
        self.assertEqual(self.browser.script("return document.querySelector('#heads [aria-pressed=true]').dataset.head"), "3")
        # A small multiple is the map itself, one pixel for each weight.
        strengths = self.browser.script("""const c = document.querySelector("#heads [data-layer='1'][data-head='3'] canvas");
            return [c.width, c.height, [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data].filter((_, i) => i % 4 === 3)]""")
        self.assertEqual(strengths[:2], [len(source), len(source)])
        for alpha, weight in zip(strengths[2], [w for row in self.map("encoder", 1, 3)["weights"] for w in row]):
            self.assertAlmostEqual(alpha / 255, weight, delta=1.01 / 255)

    def test_slider_over_epochs(self):
        source, target = self.words()
        self.assertEqual(self.browser.text("#epoch-name"), "epoch 3")
        self.browser.click("#figure .word[data-side=query][data-index='1']")
        for epoch in (0, 1, 2):
            self.browser.choose("#epoch", str(epoch))
            self.assertEqual(self.browser.text("#epoch-name"), f"epoch {epoch + 1}")
            self.assert_shows(self.map(reading=epoch)["weights"], target, source)
        self.assertEqual(self.browser.count("#figure .pinned"), 1)  # the pin stays from epoch to epoch

    def test_lines(self):
        source, target = self.words()
        self.browser.choose("#view", "lines")
        weights = self.map()["weights"]
        self.assert_shows(weights, target, source, least=0.003)
        self.browser.move("#figure .word[data-side=query][data-index='4']")
        self.assertEqual(self.visible_marks(), {(4, j) for j, weight in enumerate(weights[4]) if weight >= 0.003})
        self.look("lines-rows")
        self.browser.choose("#sentence", "2")
        self.browser.move("#figure .word[data-side=query][data-index='7']")
        self.look("lines-40")

    def test_forty_by_forty_stays_readable(self):
        self.browser.choose("#sentence", "2")
        for view in ("matrix", "lines"):
            self.browser.choose("#view", view)
            sizes, overlaps = self.browser.script("""
                const words = [...document.querySelectorAll('#figure .word[data-side=query] > text:not(.value)')];
                const boxes = words.map(e => e.getBoundingClientRect());
                return [words.map(e => parseFloat(getComputedStyle(e).fontSize)),
                        boxes.slice(1).filter((b, i) => b.top < boxes[i].top + 14).length]""")
            self.assertEqual(len(sizes), 40)
            self.assertGreaterEqual(min(sizes), 12)
            self.assertEqual(overlaps, 0)
        self.browser.choose("#view", "matrix")
        self.browser.resize(1400, 1100)
        self.look("matrix-40")

    def test_no_text_is_cut_off(self):
        for sentence in range(len(self.data["sentences"])):
            self.browser.choose("#sentence", str(sentence))
            for view in ("matrix", "lines"):
                self.browser.choose("#view", view)
                cut = self.browser.script("""const all = document.querySelector('#figure svg').getBoundingClientRect();
                    return [...document.querySelectorAll('#figure text')].filter(e => e.textContent !== '').filter(e => {
                        const b = e.getBoundingClientRect();
                        return b.left < all.left || b.right > all.right || b.top < all.top || b.bottom > all.bottom;
                    }).map(e => e.textContent)""")
                self.assertEqual(cut, [], (sentence, view))

    def test_a_word_too_wide_is_shortened_with_the_full_text_on_hover(self):
        self.browser.choose("#sentence", "4")
        source, target = self.words(sentence=4)
        for side, word in (("key", source[0]), ("query", target[0])):
            place = f"#figure .word[data-side={side}][data-index='0']"
            shown = self.browser.text(f"{place} > text:not(.value)")
            self.assertTrue(shown.endswith("…") and word.startswith(shown[:-1]) and len(shown) > 10, shown)
            self.assertEqual(self.browser.text(f"{place} > title"), word)
        self.browser.click("#next")
        self.assertTrue(self.browser.text("#readout").startswith(f"{isolated(target[0])} attends to: "))
        outside = self.browser.script("""const panel = document.getElementById('candidates').getBoundingClientRect();
            return [...document.querySelectorAll('#candidates td, #produced .token')].filter(e =>
                e.getBoundingClientRect().right > panel.right + 1).map(e => e.textContent)""")
        self.assertEqual(outside, [])
        self.look("wide-word")

    def test_weights_and_their_values_are_visible_in_light_and_dark(self):
        def luminance(colour):  # of sRGB, as WCAG 2 defines it
            parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
            return dot(parts, (0.2126, 0.7152, 0.0722))

        def contrast(one, other):
            high, low = sorted((luminance(one) + 0.05, luminance(other) + 0.05), reverse=True)
            return high / low

        def channels(colour):
            return [float(part) for part in re.findall(r"[\d.]+", colour)[:3]]

        def fill(selector):
            return channels(self.browser.script("return getComputedStyle(document.querySelector(arguments[0])).fill", selector))

        for dark in (False, True):
            self.browser.dark(dark)
            paper, mark = fill("#figure .paper"), fill("#figure .mark")
            on_paper = lambda weight: [weight * a + (1 - weight) * b for a, b in zip(mark, paper)]
            self.assertGreater(contrast(paper, on_paper(0.1)), 1.2 if dark else 1.13)  # dark colours need more contrast
            compared = set()
            for layer, head in ((0, 0), (0, 1), (1, 2), (1, 3)):
                self.browser.click(f"#heads button[data-layer='{layer}'][data-head='{head}']")
                for weight, ink in self.browser.script("""return [...document.querySelectorAll('#figure .weight')]
                        .filter(e => e.querySelector('text')).map(e => [Number(e.querySelector('.mark').getAttribute('opacity')),
                                                                        getComputedStyle(e.querySelector('text')).fill])"""):
                    self.assertGreater(contrast(on_paper(weight), channels(ink)), 4, (dark, weight, ink))
                    compared.add(round(4 * weight))
            self.assertEqual(compared, {0, 1, 2, 3, 4})  # weak and strong weights
            pixel = self.browser.script("""const c = document.querySelector('#heads [aria-pressed=true] canvas');
                const d = [...c.getContext('2d').getImageData(0, 0, c.width, c.height).data];
                const alphas = d.filter((_, i) => i % 4 === 3), at = 4 * alphas.indexOf(Math.max(...alphas));
                return d.slice(at, at + 3)""")
            for small, large in zip(pixel, mark):
                self.assertAlmostEqual(small, large, delta=3)  # small multiples have the figure's colour

    def test_maps_with_nan_can_be_shown(self):
        self.browser.choose("#sentence", "3")
        self.assertEqual(self.browser.count("#figure .weight"), 0)
        self.assertTrue(self.browser.script("return document.getElementById('next').disabled"))
        self.browser.choose("#view", "lines")
        self.browser.choose("#kind", "encoder")
        self.browser.choose("#view", "matrix")
        self.assertEqual(self.shown()[0, 1], f"{isolated('x')} → {isolated('∅')}: NaN")  # an empty word is seen, too
        self.browser.click("#figure .word[data-side=query][data-index='0']")
        self.assertIn("not recorded", self.browser.text("#inside-content"))

    def test_saves_itself_as_svg(self):
        saved = self.save_svg()
        root = xml.etree.ElementTree.fromstring(saved)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertIn("</script><b>&", [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")])
        path = os.path.join(self.folder, "saved.svg")
        with open(path, "w", encoding="utf-8") as file:
            file.write(saved)
        self.browser.open(path)
        self.assertEqual(self.browser.count(".weight"), sum(map(len, self.map()["weights"])))
        self.look("saved")

    def test_dark_and_narrow(self):
        self.browser.dark(True)
        for sentence in ("4", "0"):
            self.browser.choose("#sentence", sentence)
            for width in (520, 400):
                self.browser.resize(width, 900)
                self.assertLessEqual(self.browser.script("return document.documentElement.scrollWidth"), width)
        background = self.browser.script("return getComputedStyle(document.body).backgroundColor")
        ink = self.browser.script("return getComputedStyle(document.querySelector('#figure .word text')).fill")
        shade = [sum(map(int, re.findall(r"\d+", colour)[:3])) / 3 for colour in (background, ink)]
        self.assertLess(shade[0], 60)
        self.assertGreater(shade[1], 200)
        self.look("narrow-dark")


class RunPage(Page):
    def test_shows_the_run(self):
        self.browser.dark(False)
        self.browser.resize(1400, 1000)
        self.browser.open(os.path.join(self.folder, "run.html"))
        self.assertEqual(self.browser.text("h1"), 'Run <1> & "only"')
        self.assertEqual(self.browser.text("#status"), "epoch 3 of 3")
        self.assertEqual(self.browser.count(".charts svg"), 5)
        self.assertEqual(self.browser.count("script"), 0)
        self.assertIn("</td><script>alert(1)</script>", self.browser.texts(".samples td"))
        self.assertEqual(self.browser.count("details[open]"), 1)
        self.browser.click("details:not([open]) summary")
        self.assertEqual(self.browser.count("details[open]"), 2)
        self.assertEqual(self.browser.texts("#settings td"), ["transformer", "64", "<tiny> & small"])
        self.look("run-light")
        self.browser.dark(True)
        self.browser.script("scrollTo(0, 900)")
        self.look("run-dark")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="the test program, which writes the sample pages")
    parser.add_argument("--screenshots", help="a folder that receives pictures of the pages")
    parser.add_argument("-k", help="only tests whose names contain this")
    options = parser.parse_args()
    tools = webdriver.tools()
    if tools is None:
        print("skipped: the pages were not opened, because chromium or chromedriver is not installed")
        print("0 passed, 0 failed")
        return 0
    Page.program = os.path.abspath(options.program)
    Page.translate = os.path.join(os.path.dirname(Page.program), "translate")
    Page.screenshots = options.screenshots
    if options.screenshots:
        os.makedirs(options.screenshots, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="heed-pages-") as Page.folder:
        subprocess.run([Page.program, "[.pages]"], check=True, stdout=subprocess.DEVNULL,
                       env=dict(os.environ, HEED_PAGES=Page.folder))
        loader = unittest.TestLoader()
        loader.testNamePatterns = [f"*{options.k}*"] if options.k else None
        tests = [case for module in (sys.modules[__name__], test_models, test_traces) for case in vars(module).values()
                 if isinstance(case, type) and issubclass(case, Page) and case.__module__ == module.__name__]
        suite = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in tests)
        with webdriver.Browser(*tools) as Page.browser:
            result = unittest.TextTestRunner().run(suite)
    sys.stderr.flush()
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
