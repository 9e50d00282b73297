"""Vector → image."""

import os
import shutil
import time

import png

LARGE = "[data-part=large]"
FIRST = "[data-part=grid] button:nth-child(1) canvas"
SLIDER = "[data-part=sliders] input"


def check(visit):
    page = visit.page
    check_grid(visit)
    check_sliders(visit)
    check_walk(visit)
    visit.audit("try")
    check_following(visit)
    visit.show_layers()
    check_maps(visit)
    visit.audit("layers")
    check_other_model(visit)


def check_grid(visit):
    """The seed decides what is shown; a press on an image shows it large."""
    page = visit.page
    page.wait(f"document.querySelector('{FIRST}')?.width === 8")
    first = visit.pixels(FIRST)
    visit.wait_for(LARGE, first)
    set_seed(visit, 7)
    visit.wait_for_other(FIRST, first)
    set_seed(visit, 1)
    visit.wait_for(FIRST, first)
    visit.click_text("New seed")
    visit.wait_for_other(FIRST, first)
    page.click("[data-part=grid] button:nth-child(6)")
    page.wait("document.querySelector('[data-part=grid] button:nth-child(6)').ariaPressed === 'true'")
    visit.wait_for_same(LARGE, "[data-part=grid] button:nth-child(6) canvas")


def set_seed(visit, seed):
    visit.page.evaluate(f"""(() => {{ const field = document.querySelector('[data-part=seed]');
        field.value = {seed}; field.dispatchEvent(new Event('input')); }})()""")


def check_sliders(visit):
    """A slider moves, by mouse and by keys, and the image changes; so do the principal directions."""
    page = visit.page
    still = visit.pixels(LARGE)
    left, top, width, height = page.box(SLIDER)
    page.drag([(left + width * share, top + height / 2) for share in (0.5, 0.8, 0.95)])
    assert page.evaluate(f"document.querySelector('{SLIDER}').valueAsNumber") > 2
    moved = visit.wait_for_other(LARGE, still)
    page.press("ArrowLeft", times=40)
    visit.wait_for_other(LARGE, moved)
    visit.click_text("Reset")
    visit.wait_for(LARGE, still)
    page.evaluate("""(() => { const mode = document.querySelector('[data-part=mode]');
        mode.value = 'directions'; mode.dispatchEvent(new Event('change')); })()""")
    page.wait("document.querySelector('[data-part=sliders]').innerText.includes('Direction 1')")
    page.evaluate(f"document.querySelector('{SLIDER}').focus()")
    page.press("ArrowRight", times=30)
    visit.wait_for_other(LARGE, still)


def check_walk(visit):
    """The walk goes from one image to the other, plays, and is saved with as many frames."""
    page = visit.page
    visit.click_text("Walk to here")
    visit.wait_for_same("[data-part=endImage]", LARGE)
    start = visit.pixels("[data-part=startImage]")
    assert visit.pixels("[data-part=frame]") == start
    visit.click_text("Play")
    visit.wait_for_other("[data-part=frame]", start)
    visit.click_text("Stop")
    visit.click_text("Save animation")
    file = next(path for path in wait_for_files(visit, "*-walk.png"))
    width, height, frames = png.frames(file.read_bytes())
    assert (width, height) == (256, 256)
    assert len(frames) == 62, "32 frames there, 30 back"
    assert len(set(frames)) > 20
    assert frames[1] == frames[-1] and frames[0] != frames[31]


def wait_for_files(visit, pattern):
    for _ in range(200):
        found = [path for path in visit.folder.glob(pattern) if path.stat().st_size]
        if found:
            return found
        visit.page.evaluate("0")
        time.sleep(0.05)
    raise AssertionError(f"{pattern} was not saved")


def check_following(visit):
    """The file of the model is replaced: the page shows it."""
    before = visit.text("#what")
    moved = f"document.querySelector('{SLIDER}').valueAsNumber"
    place = visit.page.evaluate(moved)
    assert place > 1
    later = time.time() + 10
    os.utime(visit.model, (later, later))
    visit.page.wait(f"document.querySelector('#what').innerText !== {before!r}")
    assert "loaded 2 times" in visit.text("#what")
    assert visit.page.evaluate(moved) == place, "the slider stays where it is"


def check_other_model(visit):
    """The file becomes one of another kind of model: so does the page."""
    later = time.time() + 20
    other = visit.folder / "other.keras"
    shutil.copy(visit.models / "classifier.keras", other)
    os.utime(other, (later, later))
    other.replace(visit.model)
    visit.page.wait("document.querySelector('#name').innerText === 'digits'")
    visit.page.click("#tab-try")
    visit.page.wait("document.querySelector('[data-part=canvas]') !== null")


def check_maps(visit):
    """The table unfolds into explanations; a layer's maps are shown."""
    page = visit.page
    page.click("#layers .unfold")
    assert visit.text("#layers tr[id]:not([hidden])").startswith("parameters       8·64 + 64 = 576")
    page.wait("document.querySelectorAll('[data-part=grid].maps canvas').length > 0")
    page.evaluate("""(() => { const layer = document.querySelector('[data-part=layer]');
        layer.selectedIndex = 1; layer.dispatchEvent(new Event('change')); })()""")
    page.wait("document.querySelector('#layers [data-part=facts]').innerText.startsWith('16 maps of 8×8')")
    maps = page.evaluate("""[...document.querySelectorAll('.maps canvas')].map((map) => map.toDataURL())""")
    assert len(maps) == 16 and len(set(maps)) > 4


def check_finger(visit):
    """On a phone, a finger moves a slider."""
    visit.page.resize(360, 740, phone=True)
    still = visit.pixels(LARGE)
    left, top, width, height = visit.page.box(SLIDER)
    visit.page.touch([(left + width * share, top + height / 2) for share in (0.95, 0.6, 0.2)])
    visit.wait_for_other(LARGE, still)
    assert visit.page.evaluate(f"document.querySelector('{SLIDER}').valueAsNumber") < -1


def check_labels(visit):
    """A conditional generator: a button for each label, and all images follow it."""
    page = visit.page
    page.wait(f"document.querySelector('{FIRST}')?.width === 8")
    buttons = page.evaluate("[...document.querySelectorAll('fieldset button')].map((each) => each.innerText)")
    assert buttons == ["Each", *map(str, range(10))]
    first = visit.pixels(FIRST)
    visit.click_text("7")
    seven = visit.wait_for_other(FIRST, first)
    visit.click_text("0")
    visit.wait_for_other(FIRST, seven)
    still = visit.pixels(LARGE)
    page.evaluate(f"document.querySelector('{SLIDER}').focus()")
    page.press("ArrowRight", times=40)
    visit.wait_for_other(LARGE, still)
    check_finger(visit)
    visit.audit("try")
    visit.show_layers()
    page.wait("document.querySelectorAll('.maps canvas').length > 0")
    visit.audit("layers")
