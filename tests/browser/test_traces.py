"""The pages of a graph and of a profile, used like a reader; test_pages.py runs these tests."""
import os

from pages import Page, number, page_data

ENTER, ESCAPE = "\ue007", "\ue00c"


class GraphPage(Page):
    def item(self, path):
        """The item of the module with this path."""
        return self.data["operations"] + next(i for i, m in enumerate(self.data["modules"]) if m["path"] == path)

    def members(self, item):
        rows = self.data["modules"][item - self.data["operations"]]["rows"]
        return {slot[0] for row in rows for slot in row if not slot[1]}

    def shown(self):
        """The items that are drawn as boxes."""
        return set(self.browser.script("""return [...document.querySelectorAll('#figure .operation, #figure .leaf, #figure .folded')]
            .map(e => Number(e.dataset.item))"""))

    def test_folded_at_first_and_each_box_says_what_it_is(self):
        self.open("graph.html")
        self.assertEqual(self.browser.text("h1"), "The loss of a <Transformer>")
        root = self.members(self.item(""))
        self.assertEqual(self.shown(), root)
        for item in root:
            box = self.data["boxes"][item]
            self.assertEqual(self.browser.texts(f"#figure [data-item='{item}'] text"), box["lines"])
            self.browser.move(f"#figure [data-item='{item}']")
            self.assertEqual(self.browser.text("#readout"), box["hover"])
        self.assertIn("|gradient| 1", self.data["boxes"][self.data["operations"] - 1]["hover"])  # of the loss itself
        self.look("graph-folded")

    def test_modules_open_at_a_click_and_fold_again(self):
        self.open("graph.html")
        root, encoder = self.members(self.item("")), self.item("encoder")
        self.browser.click(f"#figure [data-item='{encoder}']")
        layers = self.members(encoder)
        self.assertEqual(self.shown(), root - {encoder} | layers)
        layer = self.item("encoder.layers.1")
        self.browser.click(f"#figure [data-item='{layer}']")
        self.assertEqual(self.shown(), root - {encoder} | layers - {layer} | self.members(layer))
        self.look("graph-open")
        self.browser.click(f"#figure [data-item='{encoder}'] > .handle")
        self.assertEqual(self.shown(), root)

    def test_keyboard_alone(self):
        self.open("graph.html")
        root, encoder = self.members(self.item("")), self.item("encoder")
        self.browser.script("document.querySelector(arguments[0]).focus()", f"#figure [data-item='{encoder}']")
        self.assertEqual(self.browser.text("#readout"), self.data["boxes"][encoder]["hover"])
        self.browser.press(ENTER)
        self.assertEqual(self.shown(), root - {encoder} | self.members(encoder))
        self.assertEqual(self.browser.script("return document.activeElement.getAttribute('aria-expanded')"), "true")
        self.browser.press(ENTER)  # the focus stayed with the module
        self.assertEqual(self.shown(), root)
        self.assertEqual(self.browser.script("return Number(document.activeElement.dataset.item)"), encoder)

    def test_all_open_nothing_overlaps_and_lines_carry_what_the_data_say(self):
        self.open("graph.html")
        self.browser.click("#open-all")
        self.assertEqual(self.shown(), set(range(self.data["operations"])))
        overlaps = self.browser.script("""const boxes = [...document.querySelectorAll('#figure .box')].map(e => e.getBoundingClientRect());
            return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => a.left < b.right && b.left < a.right && a.top < b.bottom
                && b.top < a.bottom)).length""")
        self.assertEqual(overlaps, 0)
        outside = self.browser.script("""return [...document.querySelectorAll('#figure .module')].filter(m => {
            const frame = m.querySelector('.open').getBoundingClientRect();
            return [...m.querySelectorAll('.box')].some(e => {
              const b = e.getBoundingClientRect();
              return b.left < frame.left || b.right > frame.right || b.top < frame.top || b.bottom > frame.bottom; });
          }).length""")
        self.assertEqual(outside, 0)
        tensors = self.browser.script("return [...document.querySelectorAll('#figure [data-tensors]')].map(e => Number(e.dataset.tensors))")
        self.assertEqual(sorted(tensors), sorted(link[3] for m in self.data["modules"] for link in m["links"]))
        wide = self.browser.script("""return [...document.querySelectorAll('#figure .operation, #figure .leaf, #figure .folded')].filter(g => {
            const box = g.querySelector('.box').getBBox();
            return [...g.querySelectorAll('text')].some(t => t.getBBox().width > box.width - 4); }).length""")
        self.assertEqual(wide, 0)
        self.browser.click("#fold-all")
        self.assertEqual(self.shown(), self.members(self.item("")))

    def test_the_page_places_boxes_and_lines_as_the_figure_does(self):
        def drawn():
            boxes, lines = self.browser.script("""const of = (e, names) => names.map(name => Number(e.getAttribute(name)));
                return [[...document.querySelectorAll('.box, .open')].map(e => of(e, ['x', 'y', 'width', 'height'])),
                        [...document.querySelectorAll('.wire')].map(e => e.getAttribute('d').match(/-?[\\d.]+/g).map(Number))]""")
            rounded = lambda numbers: [round(number, 1) for number in numbers]
            return sorted(boxes, key=rounded), sorted(lines, key=rounded)

        for button, name in (("#fold-all", "folded"), ("#open-all", "open")):
            self.open("graph.html")
            self.browser.click(button)
            page = drawn()
            self.browser.open(os.path.join(self.folder, f"graph-{name}.svg"))
            for mine, theirs in zip(page, drawn()):
                self.assertEqual(len(mine), len(theirs))
                for here, there in zip(mine, theirs):
                    for a, b in zip(here, there, strict=True):
                        self.assertAlmostEqual(a, b, delta=0.06)  # pixels; the files hold six digits

    def test_names_are_text(self):
        self.open("graph-hostile.html")
        self.assertEqual(self.browser.text("#summary"), "2 operations in 1 module")
        self.browser.click("#open-all")
        self.assertIn("<b>&\"'</script>]]>\ufffd", self.browser.texts("#figure .leaf text"))
        self.assertEqual(self.browser.count("#figure b, #readout b"), 0)

    def test_a_loop_goes_back_up_also_in_the_dark(self):
        self.open("graph-loop.html")
        self.browser.dark(True)
        self.browser.resize(520, 900)
        self.assertGreater(self.browser.count("#figure .upward"), 0)
        self.assertLess(self.browser.script("return document.documentElement.scrollWidth"), 521)
        self.look("graph-loop-dark")
        self.browser.click("#open-all")
        self.look("graph-loop-open-dark")


class ProfilePage(Page):
    def setUp(self):
        self.path = os.path.join(self.folder, "profile.html")
        self.browser.dark(False)
        self.browser.resize(1400, 1000)
        self.browser.open(self.path)
        self.browser.move(x=1, y=1)

    def boxes(self):
        """[(name, hover text, left, width, class)] of the visible boxes, the whole first."""
        return self.browser.script("""return [...document.querySelectorAll('#figure .flame')].filter(e => e.style.display !== 'none')
            .map(e => [e.dataset.name, e.getAttribute('aria-label'), Number(e.querySelector('rect').getAttribute('x')),
                       Number(e.querySelector('rect').getAttribute('width')), e.className.baseVal])""")

    def table(self, name):
        return self.browser.script("""return [...document.querySelectorAll(`#${arguments[0]} tr`)].map(row =>
            [...row.children].map(cell => cell.textContent))""", name)

    def test_the_table_adds_up_and_the_chart_agrees(self):
        head, *rows, whole = self.table("operations")
        self.assertEqual(whole[0], "all")
        for column in (1, 2, 3, 4):  # calls, forward, backward, share; rounded in the last digit
            digits = len(whole[column].partition(".")[2])
            total = sum(number(row[column]) for row in rows)
            self.assertAlmostEqual(total, number(whole[column]), delta=0.51 * 10 ** -digits * (len(rows) + 1))
        boxes = self.boxes()
        self.assertEqual(boxes[0][0], "all")
        self.assertIn("100 % of", boxes[0][1])
        time = number(whole[2]) + number(whole[3])
        # A box narrower than 0.1 pixels is not drawn. A module has at most one box for an operation, and it
        # may be such a box itself, so an operation lacks at most 0.1 pixels per module.
        undrawn = 0.1 * len(self.table("modules")) / boxes[0][3]
        for name, forward, backward in ((row[0], number(row[2]), number(row[3])) for row in rows):
            width = sum(box[3] for box in boxes if box[0] == name and box[4] in ("flame c0", "flame c3"))
            self.assertAlmostEqual(width / boxes[0][3], (forward + backward) / time, delta=2e-3 + undrawn, msg=name)
        self.look("profile")

    def test_hover_focus_and_enlarging(self):
        boxes = self.boxes()
        self.assertEqual(self.browser.text("#readout"), boxes[0][1])
        self.browser.move("#figure [data-name='encoder'] rect")
        said = self.browser.text("#readout")
        self.assertTrue(said.startswith("encoder: "), said)
        self.browser.click("#figure [data-name='encoder'] rect")
        large = {box[1]: box for box in self.boxes()}
        self.assertAlmostEqual(large[said][3], boxes[0][3], delta=0.01)
        self.assertLess(len(large), len(boxes))
        self.assertTrue(all(text.startswith(("all: ", "encoder")) for text in large), list(large)[:5])
        self.look("profile-enlarged")
        self.browser.press(ESCAPE)
        for before, after in zip(boxes, self.boxes(), strict=True):
            self.assertEqual(before[:2], after[:2])
            self.assertAlmostEqual(before[2], after[2], delta=0.011)  # six digits of up to 1100 are in the file
            self.assertAlmostEqual(before[3], after[3], delta=0.011)
        self.browser.script("document.querySelector(\"#figure [data-name='decoder']\").focus()")
        self.assertTrue(self.browser.text("#readout").startswith("decoder: "))
        self.browser.press(ENTER)
        self.assertTrue(all(box[1].startswith(("all: ", "decoder")) for box in self.boxes()))

    def test_names_are_text_and_the_dark_is_dark(self):
        self.browser.dark(True)
        self.browser.resize(520, 900)
        self.assertLess(self.browser.script("return document.documentElement.scrollWidth"), 521)
        self.assertEqual(self.browser.count("#figure b, td b"), 0)
        self.assertIn("<b>&\"'</script>]]>\ufffd", [box[0] for box in self.boxes()])
        self.look("profile-dark")
