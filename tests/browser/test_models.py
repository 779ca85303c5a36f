"""The pages of trained models must show what the model computed in each epoch, and how it learned."""
import json
import math
import os
import random
import signal
import subprocess
import time
import xml.etree.ElementTree

from pages import AttentionPage, Page, dot, isolated, number, page_data, softmax, visible

ENTER, ESCAPE, RIGHT = "\ue007", "\ue00c", "\ue014"

# Words that are easily mistaken for markup or code, and their translations.
WORDS = {"dog": "Hund", "<script>alert(1)</script>": "<img/src=x/onerror=alert(1)>", "&": "&amp;", "\"it's": "'\"",
         "peace": "שלום", "family": "👩‍👩‍👧", "word": "漢字", "size": "Größe", "]]>": "-->", "left": "right"}
RECURRENT = ["additive", "dot", "scaled", "general", "cosine", "hard"]
TRANSFORMERS = {"post": [], "pre": ["--norm", "pre", "--positions", "learned"]}


def score_and_bound(inside, i, j):
    """The score of key j for query i, computed from the values in the page, and the error that five digits allow."""
    q, k = inside["q"][i], inside["k"][j]
    digits = 5e-5  # the relative error of a number that was written with five significant digits
    if inside["form"] == "dot":
        bound = sum(abs(a * b) for a, b in zip(q, k)) * 3 * digits  # q, k and the scale
        return dot(q, k) * inside["scale"], bound * inside["scale"]
    direction = inside["direction"]
    bound = sum(abs(d) * (abs(math.tanh(a + b)) + abs(a) + abs(b)) for d, a, b in zip(direction, q, k)) * digits
    return sum(d * math.tanh(a + b) for d, a, b in zip(direction, q, k)), bound


def weights_again(inside, i):
    """The weights of query i and their error bound: the derivatives of softmax by all scores sum to at most 1/2."""
    keys = range(len(inside["k"]))
    scores, bounds = zip(*(score_and_bound(inside, i, j) for j in keys))
    is_open = [inside["mask"] is None or inside["mask"][i][j] != 0 for j in keys]
    weights = softmax([score if is_open[j] else -math.inf for j, score in enumerate(scores)])
    return weights, max(bounds) + 5e-5


class ModelPage(AttentionPage):
    @classmethod
    def setUpClass(cls):
        dice = random.Random(1)
        cls.pairs = os.path.join(cls.folder, "pairs.tsv")
        with open(cls.pairs, "w", encoding="utf-8") as file:
            for _ in range(300):
                words = [dice.choice(list(WORDS)) for _ in range(dice.randint(2, 6))]
                print(" ".join(words), " ".join(map(WORDS.get, words)), sep="\t", file=file)

    @classmethod
    def run_translate(cls, *arguments, text=""):
        return subprocess.run([cls.translate, *arguments], input=text, check=True, capture_output=True, text=True,
                              encoding="utf-8").stdout

    @classmethod
    def train(cls, name, *arguments):
        """A small model trained for four epochs, and its page of three sentences; made once for all tests."""
        directory = os.path.join(cls.folder, name)
        if not os.path.exists(directory):
            cls.run_translate("train", "--pairs", cls.pairs, "--tokenizer", "split", "--batch", "10", "--epochs", "4",
                              "--keep-epochs", "--learning-rate", "0.01", "--out", directory, *arguments)
            cls.run_translate("run", "--model", directory, "--attention", directory + ".html", "--epochs",
                              text='"it\'s a <script>alert(1)</script> & family\nword peace\n' + "size dog " * 19 + "\n")
        return name + ".html"

    @classmethod
    def recurrent(cls, score):
        return cls.train(f"gru-{score}", "--model", "gru", "--embedding", "12", "--hidden", "16", "--attention", score)

    @classmethod
    def transformer(cls, norm="post"):
        return cls.train(f"transformer-{norm}", "--model", "transformer", "--size", "24", "--heads", "3", "--layers", "2",
                         "--feed-forward", "32", *TRANSFORMERS[norm])

    def check_inside(self, name):
        """Each weight in the page follows from the inputs that the page shows for it."""
        compared = 0
        for sentence in page_data(os.path.join(self.folder, name))["sentences"]:
            self.assertGreater(len(sentence["readings"]), 1)
            for reading in sentence["readings"]:
                for here in reading["maps"]:
                    for i, row in enumerate(here["weights"]):
                        weights, bound = weights_again(here["inside"], i)
                        if here["inside"].get("hard"):
                            if sorted(weights)[-1] - sorted(weights)[-2] < 2 * bound:
                                continue  # either may have been the largest
                            weights = [float(weight == max(weights)) for weight in weights]
                        for shown, again in zip(row, weights):
                            self.assertAlmostEqual(shown, again, delta=bound, msg=(name, reading["name"], here["kind"]))
                        compared += 1
        self.assertGreater(compared, 50)

    def test_weights_of_recurrent_models_follow_from_their_inside(self):
        for score in RECURRENT:
            with self.subTest(score):
                self.check_inside(self.recurrent(score))

    def test_weights_of_transformers_follow_from_their_inside(self):
        for norm in TRANSFORMERS:
            with self.subTest(norm):
                self.check_inside(self.transformer(norm))

    def test_inside_of_each_score(self):
        for score in RECURRENT:
            with self.subTest(score):
                self.open(self.recurrent(score))
                self.browser.click("#figure .word[data-side=query][data-index='1']")
                here = self.map()
                rows = self.inside_rows()
                self.assertEqual(len(rows), len(here["weights"][1]))
                weights, _ = weights_again(here["inside"], 1)
                for j, row in enumerate(rows):
                    self.assertAlmostEqual(number(row[0]), score_and_bound({**here["inside"], "scale": 1}, 1, j)[0], delta=5.1e-5)
                    self.assertAlmostEqual(number(row[-1]), here["weights"][1][j], delta=1e-3)
                    self.assertAlmostEqual(number(row[-2 if score == "hard" else -1]), weights[j], delta=5.1e-5)
                self.assertLess(float(self.browser.text("#inside-error span")), 1e-3)
        self.look("model-inside-hard")

    def test_every_head_of_a_transformer(self):
        self.open(self.transformer())
        source, target = self.words()
        inputs = ["<bos>"] + target[:-1]
        for kind, queries, keys in (("encoder", source, source), ("decoder", inputs, inputs), ("cross", target, source)):
            self.browser.choose("#kind", kind)
            for layer in range(2):
                for head in range(3):
                    self.browser.click(f"#heads [data-layer='{layer}'][data-head='{head}']")
                    here = self.map(kind, layer, head)
                    self.assert_shows(here["weights"], queries, keys)
                    self.browser.click("#figure .word[data-side=query][data-index='1']")
                    weights = [number(row[-1]) for row in self.inside_rows()]
                    for shown, weight in zip(weights, here["weights"][1]):
                        self.assertAlmostEqual(shown, weight, delta=1e-3)
                    self.browser.click("#figure .word[data-side=query][data-index='1']")

    def test_alignment_forms_over_the_same_words(self):
        for name in (self.recurrent("additive"), self.transformer()):
            with self.subTest(name):
                self.open(name)
                readings = self.data["sentences"][0]["readings"]
                names = [reading["name"] for reading in readings]
                self.assertEqual(names[:3], ["epoch 1", "epoch 2", "epoch 3"])
                self.assertTrue(names[-1].startswith("the model that translates (epoch "), names)
                self.assertEqual(len({tuple(reading["target"]) for reading in readings}), 1)
                source, target = self.words()
                self.browser.click("#next")
                for at in range(len(readings)):
                    self.browser.choose("#epoch", str(at))
                    self.assertEqual(self.browser.text("#epoch-name"), names[at])
                    self.assert_shows(self.map(reading=at)["weights"], target, source)
                    self.assertEqual(self.browser.text("#produced .now"), target[0])
                    self.assertEqual(self.browser.text("#candidates tr.chosen td"), target[0])
                    shown = number(self.browser.text("#candidates tr.chosen .number"))
                    self.assertAlmostEqual(shown, dict(map(tuple, readings[at]["candidates"][0]))[readings[at]["target"][0]],
                                           delta=5.1e-5)
                first, last = (dict(map(tuple, r["candidates"][0]))[r["target"][0]] for r in (readings[0], readings[-1]))
                self.assertGreater(last, first)  # it learned

    def test_steps_with_the_models_own_candidates(self):
        self.open(self.transformer())
        reading = self.data["sentences"][0]["readings"][-1]
        for step, token in enumerate(reading["target"]):
            self.browser.click("#next")
            self.assertEqual(self.browser.text("#produced .now"), visible(token))
            self.assertEqual(reading["candidates"][step][0][0], token)  # greedy: the most likely token
            self.assertEqual(self.browser.texts("#candidates tr td:first-child"),
                             [visible(candidate) for candidate, _ in reading["candidates"][step]])
        self.assertTrue(self.browser.script("return document.getElementById('next').disabled"))

    def test_hostile_words_are_shown_as_they_are(self):
        self.open(self.recurrent("additive"))
        source, target = self.words()
        self.assertIn("<script>alert(1)</script>", source)
        self.assertEqual(self.browser.texts("#figure .word[data-side=key] > text:not(.value)"), source)
        self.assertEqual(self.browser.texts("#figure .word[data-side=query] > text:not(.value)"), target)
        vocabulary = {token for reading in self.data["sentences"] for token in reading["readings"][-1]["target"]}
        self.assertTrue(vocabulary & set(WORDS.values()), vocabulary)  # the translations contain learned words
        self.assertEqual(self.browser.count("main script, img"), 0)
        self.browser.choose("#view", "lines")
        self.browser.move("#figure .word[data-side=query][data-index='0']")
        self.look("model-lines")

    def test_hover_pin_and_keyboard_on_real_pages(self):
        for name in (self.recurrent("general"), self.transformer("pre")):
            with self.subTest(name):
                self.open(name)
                source, target = self.words()
                weights = self.map()["weights"]
                self.browser.move("#figure .weight[data-query='0'][data-key='2']")
                self.assertEqual(self.browser.text("#readout"),
                                 f"{isolated(target[0])} → {isolated(source[2])}: {shown(weights[0][2])}")
                self.browser.script("document.querySelector('#figure .word[data-side=query]').focus()")
                self.browser.press(RIGHT, ENTER)
                self.browser.move(x=1, y=1)
                self.assertEqual(self.visible_marks(), {(1, j) for j in range(len(source))})
                self.assertEqual(self.browser.count("#figure .pinned"), 1)
                self.browser.press(ESCAPE)
                self.assertEqual(self.browser.count("#figure .pinned"), 0)

    def test_real_pages_in_the_dark_and_on_a_small_screen(self):
        for name in (self.recurrent("additive"), self.transformer()):
            self.open(name)
            self.browser.click("#figure .word[data-side=query][data-index='1']")
            self.browser.dark(True)
            self.look("dark-" + name.removesuffix(".html"))
            self.browser.resize(520, 900)
            self.assertLess(self.browser.script("return document.documentElement.scrollWidth"), 521)
            self.look("narrow-" + name.removesuffix(".html"))

    def test_a_real_page_saves_itself(self):
        self.open(self.recurrent("additive"))
        root = xml.etree.ElementTree.fromstring(self.save_svg())
        texts = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("<script>alert(1)</script>", texts)

    def test_forty_words_stay_readable(self):
        self.open(self.transformer())
        self.browser.choose("#sentence", "2")
        sizes, overlaps = self.browser.script("""
            const words = [...document.querySelectorAll('#figure .word[data-side=key] > text:not(.value)')];
            const boxes = words.map(e => e.getBoundingClientRect());
            return [words.map(e => parseFloat(getComputedStyle(e).fontSize)),
                    boxes.slice(1).filter((b, i) => b.left < boxes[i].left + 14).length]""")
        self.assertEqual(len(sizes), 40)
        self.assertGreaterEqual(min(sizes), 12)
        self.assertEqual(overlaps, 0)
        self.look("model-forty")


def shown(weight):
    """A weight as the page writes it: four decimals, small weights with an exponent."""
    if 0 < weight < 0.5e-4:
        mantissa, exponent = f"{weight:.1e}".split("e")
        return f"{mantissa}e−{-int(exponent)}"
    return f"{weight:.4f}"


class ModelRunPage(Page):
    def status(self):
        """The first line of the page; empty while the page is reloading."""
        try:
            return self.browser.script("return document.querySelector('#status')?.textContent ?? ''")
        except RuntimeError:  # the page was reloaded during the query
            return ""

    def wait_for(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.1)

    def test_follows_a_training_run(self):
        ModelPage.setUpClass()
        directory = os.path.join(self.folder, "running")
        page = os.path.join(directory, "run.html")
        command = [self.translate, "train", "--pairs", ModelPage.pairs, "--epochs", "1000000", "--out", directory]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as training:
            try:
                self.wait_for(lambda: os.path.exists(page), "there is no page")
                self.browser.open(page)
                first = self.status()
                self.assertTrue(first.startswith("training: epoch "), first)
                self.wait_for(lambda: self.status() not in ("", first), "the page does not follow")  # it reloads by itself
            finally:
                training.send_signal(signal.SIGINT)
        self.assertEqual(training.returncode, 130)
        self.wait_for(lambda: self.status().startswith("interrupted; "), "the page does not learn of the end")
        self.assertEqual(self.browser.count("meta[http-equiv=refresh]"), 0)

    def test_shows_how_the_model_learned(self):
        ModelPage.setUpClass()
        ModelPage.transformer()
        directory = os.path.join(self.folder, "transformer-post")
        with open(os.path.join(directory, "run.json"), encoding="utf-8") as file:
            log = json.load(file)
        self.browser.dark(False)
        self.browser.resize(1400, 1000)
        self.browser.open(os.path.join(directory, "run.html"))
        self.assertTrue(self.browser.text("#status").startswith("finished; best: epoch "), self.browser.text("#status"))
        self.assertEqual(self.browser.count("meta[http-equiv=refresh]"), 0)
        rows = self.browser.script("""return [...document.querySelectorAll('#numbers tr')].slice(1).map(row =>
            [...row.children].map(cell => cell.textContent))""")
        self.assertEqual([int(row[0]) for row in rows], [1, 2, 3, 4])
        for row, epoch in zip(rows, log["epochs"]):
            self.assertAlmostEqual(number(row[1]), epoch["training_loss"], delta=1e-3 * epoch["training_loss"])
            self.assertAlmostEqual(number(row[2]), epoch["validation_loss"], delta=1e-3 * epoch["validation_loss"])
            self.assertEqual(len(epoch["samples"]), 5)
            self.assertEqual(len(epoch["gradient_norms"]), len(log["layers"]))
            self.assertTrue(all(norm > 0 for norm in epoch["gradient_norms"]))
        self.assertIn("encoder.layers.1", log["layers"])
        self.assertEqual([step[0] for step in log["steps"]], list(range(1, len(log["steps"]) + 1)))
        self.assertEqual(self.browser.texts(".samples td"), [text for epoch in reversed(log["epochs"])
                                                              for sample in epoch["samples"] for text in sample])
        self.assertEqual(self.browser.count("main script, img"), 0)
        self.look("model-run")
