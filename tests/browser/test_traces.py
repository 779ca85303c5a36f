"""The page of a graph, used as a reader would; test_pages.py runs these."""
import os

from pages import Page, page_data

ENTER = "\ue007"


class GraphPage(Page):
    def open(self, name):
        path = os.path.join(self.folder, name)
        self.data = page_data(path)
        self.browser.dark(False)
        self.browser.resize(1400, 1000)
        self.browser.open(path)
        self.browser.move(x=1, y=1)

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

    def test_names_are_text(self):
        self.open("graph-hostile.html")
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
