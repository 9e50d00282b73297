"""Image → classes, or one number."""

import png

CANVAS = "[data-part=canvas]"
SEVEN = [(0.25, 0.15), (0.5, 0.15), (0.75, 0.15), (0.65, 0.4), (0.55, 0.65), (0.45, 0.9)]


def check(visit):
    page = visit.page
    visit.audit("empty")
    draw(visit, page.drag)
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: 7'")
    bars = page.evaluate("[...document.querySelectorAll('.row')].map((row) => row.innerText.split(/\\s+/)[0])")
    assert bars == [str(digit) for digit in range(10)]
    visit.audit("try")
    check_names(visit)
    visit.show_layers()
    page.wait("document.querySelectorAll('.maps canvas').length > 0")
    visit.audit("layers")
    page.click("#tab-try")
    check_other_ways(visit)


def check_names(visit):
    """Names of the classes, which the address keeps."""
    page = visit.page
    names = "zero, one, two, three, four, five, six, seven"
    page.evaluate(f"""(() => {{ const names = document.querySelector('[data-part=names]');
        names.value = '{names}'; names.dispatchEvent(new Event('input')); }})()""")
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: seven'")
    page.open("about:blank")
    page.open(visit.address + "#names=" + names.replace(" ", "+"))
    page.wait(f"document.querySelector('[data-part=names]')?.value === '{names}'")
    page.evaluate("""(() => { const names = document.querySelector('[data-part=names]');
        names.value = ''; names.dispatchEvent(new Event('input')); })()""")
    draw(visit, page.drag)
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: 7'")


def draw(visit, move):
    visit.page.click("[data-part=clear]")
    visit.page.wait("document.querySelector('[data-part=answer]').innerText === 'Draw something.'")
    visit.page.evaluate("""(() => { document.querySelector('[data-part=brush]').value = 12; })()""")
    left, top, width, height = visit.page.box(CANVAS)
    move([(left + x * width, top + y * height) for x, y in SEVEN])


def check_other_ways(visit):
    """With a finger, by keys, and as a file."""
    page = visit.page
    page.resize(360, 740, phone=True)
    draw(visit, page.touch)
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: 7'")
    page.resize(1280, 900)
    page.evaluate(f"document.querySelector('{CANVAS}').focus()")
    page.press("Delete")
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Draw something.'")
    page.press("ArrowUp", times=11)
    page.press(" ")
    page.press("ArrowDown", times=22)
    page.press(" ")
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: 1'")
    image = visit.folder / "seven.png"
    png.write_gray(image, [[0] * 8, [0, 255, 255, 255, 255, 255, 0, 0], [0, 0, 0, 0, 0, 255, 0, 0],
                           [0, 0, 0, 0, 200, 255, 0, 0], [0, 0, 150, 255, 255, 255, 100, 0],
                           [0, 0, 0, 255, 100, 0, 0, 0], [0, 0, 0, 255, 0, 0, 0, 0], [0, 0, 0, 255, 0, 0, 0, 0]])
    page.upload("[data-part=file]", image)
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: 7'")
    seen = page.evaluate("""[...document.querySelector('[data-part=seen]').getContext('2d')
        .getImageData(0, 4, 8, 1).data].filter((_, i) => i % 4 === 0)""")
    assert seen == [0, 0, 150, 255, 255, 255, 100, 0], seen


def check_discriminator(visit):
    """A gauge: a digit looks real."""
    page = visit.page
    draw(visit, page.drag)
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: real'")
    assert page.evaluate("document.querySelectorAll('[role=meter]').length") == 1
    visit.audit("try")
    score = visit.text("[role=meter] .number")
    page.evaluate("""(() => { const range = document.querySelector('[data-part=range]');
        range.value = '[-1, 1]'; range.dispatchEvent(new Event('change')); })()""")
    page.wait(f"document.querySelector('[role=meter] .number').innerText !== {score!r}")
    page.evaluate("""(() => { const range = document.querySelector('[data-part=range]');
        range.value = '[0, 1]'; range.dispatchEvent(new Event('change')); })()""")
    noise = visit.folder / "noise.png"
    png.write_gray(noise, [[(x * 97 + y * 151 + x * y * 59) % 256 for x in range(8)] for y in range(8)])
    page.upload("[data-part=file]", noise)
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: made up'")


def check_judge(visit):
    """A conditional discriminator: whether a drawn 7 is real depends on the label."""
    page = visit.page
    draw(visit, page.drag)
    visit.click_text("7")
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: real'")
    visit.click_text("0")
    page.wait("document.querySelector('[data-part=answer]').innerText === 'Most likely: made up'")
    visit.audit("try")
