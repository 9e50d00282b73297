"""Opens the page of `keratin serve` in a real browser, and does there what people do.

    python3 run.py KERATIN MODELS OUT [PAGE...]

KERATIN is the program, MODELS a folder that make_models filled; screenshots go to the folder OUT. PAGE names the
pages to try; all by default. Exits with 77 (skipped) if there is no Chromium.
"""

import argparse
import pathlib
import sys
import tempfile
import traceback

import chromium
import page_arrays
import page_classifier
import page_generator
import page_image
from visit import Visit

# The model of each page, and what is done there.
PAGES = {
    "generator": page_generator.check,
    "conditional": page_generator.check_labels,
    "doubler": page_image.check,
    "classifier": page_classifier.check,
    "discriminator": page_classifier.check_discriminator,
    "judge": page_classifier.check_judge,
    "arrays": page_arrays.check,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("keratin", type=pathlib.Path)
    parser.add_argument("models", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("pages", nargs="*", choices=[[], *PAGES])
    arguments = parser.parse_args()
    executable = chromium.find()
    if executable is None:
        print("Skipped: there is no Chromium (Debian's package chromium).")
        return 77
    arguments.out.mkdir(parents=True, exist_ok=True)
    failed = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with chromium.Browser(executable, pathlib.Path(folder) / "profile") as browser:
            for name in arguments.pages or PAGES:
                try:
                    with Visit(arguments, browser, name, pathlib.Path(folder) / name) as visit:
                        PAGES[name](visit)
                        visit.finish()
                    print(f"{name}: passed")
                except AssertionError:
                    traceback.print_exc()
                    failed.append(name)
    if failed:
        print("failed:", ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
