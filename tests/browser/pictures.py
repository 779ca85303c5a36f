#!/usr/bin/env python3
"""Takes the pictures for the READMEs: the attention page and the run page of the model that `make demo` trains, the graph of
a Transformer that build/tests draws, and the profile of a Transformer's training steps.

    tests/browser/pictures.py build/translate build/demo build/tests nn/show
"""
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # leave nothing outside of build/
import webdriver  # noqa: E402
from pages import page_data  # noqa: E402


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    translate, model, tests, folder = map(os.path.abspath, sys.argv[1:])
    tools = webdriver.tools()
    if tools is None:
        sys.exit("chromium or chromedriver is not installed")
    with tempfile.TemporaryDirectory() as scratch, webdriver.Browser(*tools) as browser:
        page = os.path.join(scratch, "page.html")
        subprocess.run([translate, "run", "--model", model, "--attention", page, "--epochs"], check=True, text=True,
                       input="i invite her man , but a boy can work\n", stdout=subprocess.DEVNULL)
        browser.dark(False)
        browser.resize(1250, 1190)
        browser.open(page)
        browser.click("#produced [data-step='1']")
        browser.move(x=1, y=1)
        browser.screenshot(os.path.join(folder, "attention-page.png"))
        browser.resize(1400, 1250)
        browser.open(os.path.join(model, "run.html"))
        browser.screenshot(os.path.join(folder, "run-page.png"))

        subprocess.run([tests, "[.pages]"], check=True, stdout=subprocess.DEVNULL, env=dict(os.environ, HEED_PAGES=scratch))
        page = os.path.join(scratch, "graph.html")
        modules, operations = (page_data(page)[key] for key in ("modules", "operations"))
        browser.open(page)
        for path in ("encoder", "encoder.layers.0", "encoder.layers.0.self_attention"):
            item = operations + next(i for i, module in enumerate(modules) if module["path"] == path)
            browser.click(f"#figure [data-item='{item}']")
        browser.script("document.activeElement.blur()")
        browser.screenshot(os.path.join(folder, "graph-page.png"), f"#figure [data-item='{item}']")

        page = os.path.join(scratch, "profile.html")
        corpus = os.path.join(os.path.dirname(__file__), "..", "..", "tutorials", "corpus", "english-german.tsv")
        subprocess.run([translate, "train", "--pairs", corpus, "--tokenizer", "split", "--model", "transformer", "--time-limit", "9",
                        "--out", os.path.join(scratch, "model"), "--profile", page], check=True, stdout=subprocess.DEVNULL)
        browser.open(page)
        browser.screenshot(os.path.join(folder, "flame-chart.png"), "#figure svg")


if __name__ == "__main__":
    main()
