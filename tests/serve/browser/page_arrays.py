"""Any other model: a form for arrays."""

import json
import re

import page_modules


def check(visit):
    page = visit.page
    write(visit, 1, [[1, 2, 3]])
    write(visit, 2, [[3, 2, 0.5]])
    visit.click_text("Predict")
    page.wait("document.querySelectorAll('[data-part=outputs] pre').length === 2")
    assert outputs(visit) == {"sum": [[4, 4, 3.5]], "largest": [[3, 2, 3]]}, outputs(visit)
    check_file(visit)
    visit.audit("try")
    write(visit, 1, "[[1, 2], [3]]")
    visit.click_text("Predict")
    page.wait("document.querySelector('#problem').innerText.startsWith('left is not an array')")
    write(visit, 1, [[1, 2]])
    visit.click_text("Predict")
    page.wait("!document.querySelector('#problem').innerText.startsWith('left is not an array')")
    page.wait("document.querySelector('#problem p').innerText.length > 10")
    visit.audit("refused")
    page.problems[:] = [each for each in page.problems if "/predict" not in each]  # the browser reports the status
    visit.show_layers()
    visit.audit("layers")
    page_modules.check(visit)
    check_other_server(visit)


def check_other_server(visit):
    """The server ends: the page says so. Another one starts in its place: the page shows its model."""
    page = visit.page
    visit.stop_server()
    page.wait("document.querySelector('#problem').innerText.startsWith('The server does not answer.')")
    visit.start_server(visit.models / "classifier.keras", re.search(r":(\d+)/", visit.address)[1])
    page.wait("document.querySelector('#name').innerText === 'digits' && document.querySelector('#problem').hidden")
    page.problems[:] = [each for each in page.problems if "ERR_CONNECTION" not in each]


def write(visit, field, value):
    text = value if isinstance(value, str) else json.dumps(value)
    visit.page.evaluate(f"""(() => {{ const text = document.querySelector('.field:nth-child({field}) textarea');
        text.value = {text!r}; text.dispatchEvent(new Event('input')); }})()""")


def outputs(visit):
    texts = visit.page.evaluate("""[...document.querySelectorAll('[data-part=outputs] section')].map((each) =>
        [each.querySelector('h2').innerText.split(',')[0], each.querySelector('pre').innerText])""")
    return {name: json.loads(text) for name, text in texts}


def check_file(visit):
    """An .npy file of whole numbers fills in a field; an output is saved as one."""
    header = "{'descr': '<i8', 'fortran_order': False, 'shape': (2, 3), }"
    header = header.ljust(128 - 10 - 1) + "\n"
    numbers = b"".join(number.to_bytes(8, "little", signed=True) for number in (1, -2, 3, 4, 5, 6))
    file = visit.folder / "left.npy"
    file.write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + numbers)
    visit.page.upload(".field:nth-child(1) input", file)
    visit.page.wait("document.querySelector('.field:nth-child(1) textarea').value === '[[1,-2,3],\\n[4,5,6]]'")
    write(visit, 2, [[0, 0, 0], [5, 5, 5]])
    visit.click_text("Predict")
    visit.page.wait("document.querySelector('[data-part=outputs] h2').innerText.endsWith('(2, 3)')")
    assert outputs(visit) == {"sum": [[1, -2, 3], [9, 10, 11]], "largest": [[1, 0, 3], [5, 5, 6]]}, outputs(visit)
    visit.click_text("Save as .npy")
    saved = visit.page.downloaded("sum.npy")
    assert saved.startswith(b"\x93NUMPY") and b"'shape': (2, 3)" in saved and len(saved) % 64 == 24
