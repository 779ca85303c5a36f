#!/usr/bin/env python3
"""Takes the README's pictures of the attention page and the run page, of the model that `make demo` trains.

    tests/browser/pictures.py build/translate build/demo nn/show
"""
import os
import subprocess
import sys
import tempfile

import webdriver


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    translate, model, folder = map(os.path.abspath, sys.argv[1:])
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


if __name__ == "__main__":
    main()
