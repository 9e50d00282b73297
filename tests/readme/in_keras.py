"""Runs the ```python blocks of a document in Keras 3: DOCUMENT. If the same section has a ```text block, the code must
print it byte for byte. The imports of the first block, up to its first blank line, precede every other block.
"""

import contextlib
import io
import re
import sys
import traceback

import keras


def sections(document):
    """(heading, python, text or None) of each section that has a ```python block."""
    for section in re.split(r"^## ", document, flags=re.MULTILINE)[1:]:
        blocks = dict(re.findall(r"^```(\w+)\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL))
        if "python" in blocks:
            yield section.splitlines()[0], blocks["python"], blocks.get("text")


def output_of(program):
    keras.utils.clear_session()
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(program, "<block>", "exec"), {"__name__": "__main__"})
    return output.getvalue()


def main(path):
    with open(path, encoding="utf-8") as file:
        programs = list(sections(file.read()))
    imports = programs[0][1].split("\n\n")[0] + "\n"
    failures = 0
    for number, (heading, program, expected) in enumerate(programs):
        try:
            received = output_of(program if number == 0 else imports + program)
        except Exception:
            print(f"{heading}: {traceback.format_exc()}")
            failures += 1
            continue
        if expected is not None and received != expected:
            print(f"{heading}:\n---- expected\n{expected}---- received\n{received}----")
            failures += 1
    print(f"{len(programs)} blocks, {failures} of them wrong")
    return 1 if failures or not programs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
