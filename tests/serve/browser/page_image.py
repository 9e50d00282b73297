"""Image → image."""

import os
import subprocess
import time

import png


def check(visit):
    page = visit.page
    small, large = visit.folder / "small.png", visit.folder / "large.png"
    png.write_gray(small, [[(x * 40 + y * 9) % 256 for x in range(12)] for y in range(9)])
    png.write_gray(large, [[(x * x // 40 + y * 2) % 256 for x in range(700)] for y in range(620)])
    visit.audit("empty")
    for image, facts in ((small, "12×9 → 24×18"), (large, "700×620 → 1400×1240")):
        page.upload("[data-part=file]", image)
        page.wait(f"document.querySelector('#try [data-part=facts]').innerText.startsWith({facts!r})")
        check_same_as_tool(visit, image)
        assert page.evaluate("document.querySelector('[data-part=download]').download") == f"{image.stem}-doubler.png"
    check_photo(visit)
    check_divider(visit)
    check_following(visit)
    page.upload("[data-part=file]", large)
    page.wait("document.querySelector('#try [data-part=facts]').innerText.startsWith('700×620')")
    visit.audit("try")
    visit.click_text("Download the result")
    assert page.downloaded("large-doubler.png").startswith(png.SIGNATURE)
    check_progress(visit, large)
    check_refusal(visit)
    visit.show_layers()
    page.wait("document.querySelectorAll('.maps canvas').length > 0")
    visit.audit("layers")


def check_same_as_tool(visit, image):
    """The page shows the pixels that `keratin image` writes."""
    expected = visit.folder / f"{image.stem}-expected.png"
    subprocess.run([visit.keratin, "image", visit.model, image, "-o", expected, "-q"], check=True)
    shown = visit.pixels("[data-part=after]")
    source = visit.page.evaluate("document.querySelector('[data-part=before]').src")
    visit.page.upload("[data-part=file]", expected)  # only to have the browser decode it
    visit.page.wait(f"document.querySelector('[data-part=before]').src !== {source!r}")
    visit.page.wait(f"document.querySelector('[data-part=download]').download === '{image.stem}-expected-doubler.png'")
    assert visit.pixels("[data-part=before]") == shown
    visit.page.upload("[data-part=file]", image)
    visit.page.wait(f"document.querySelector('[data-part=download]').download.startsWith('{image.stem}-doubler')")


def check_photo(visit):
    """A photo that the camera turned, dropped: it comes back upright."""
    visit.page.evaluate("""(async () => {
        const canvas = new OffscreenCanvas(16, 8);
        canvas.getContext('2d').fillRect(0, 0, 16, 8);
        const jpeg = await canvas.convertToBlob({type: 'image/jpeg'});
        const turned = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1,
                        1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        const parts = [jpeg.slice(0, 2), Uint8Array.from(turned), jpeg.slice(2)];
        const transfer = new DataTransfer();
        transfer.items.add(new File(parts, 'photo.jpg', {type: 'image/jpeg'}));
        document.querySelector('[data-part=drop]').dispatchEvent(new DragEvent('drop', {dataTransfer: transfer}));
        })()""")
    visit.page.wait("document.querySelector('#try [data-part=facts]').innerText.startsWith('8×16 → 16×32')")


def check_divider(visit):
    """Keys and the mouse move the divider, and the images with it."""
    page = visit.page
    clip = "document.querySelector('[data-part=after]').style.clipPath"
    page.evaluate("document.querySelector('[data-part=split]').focus()")
    middle = page.evaluate(clip)
    page.press("ArrowRight", times=10)
    keyed = page.evaluate(clip)
    assert middle == "inset(0px 0px 0px 50%)" and keyed == "inset(0px 0px 0px 55%)", (middle, keyed)
    left, top, width, height = page.box("[data-part=divider]")
    page.drag([(left + width * share, top + height / 2) for share in (0.5, 0.4, 0.3)])
    share = page.evaluate("document.querySelector('[data-part=split]').valueAsNumber")
    assert 28 <= share <= 32, share


def check_following(visit):
    """The file of the model is replaced: the image is made anew, without a word, and as sharp as the user chose."""
    page = visit.page
    after, sharp = ("document.querySelector('[data-part=%s]').%s" % each for each in (("after", "src"), ("sharp", "checked")))
    page.click("[data-part=sharp]")
    before, chosen = page.evaluate(after), page.evaluate(sharp)
    page.evaluate("""window.told = 0; new MutationObserver(() => ++window.told).observe(
        document.querySelector('[data-part=working]'), {attributes: true}); 0""")
    later = time.time() + 10
    os.utime(visit.model, (later, later))
    page.wait(f"{after} !== {before!r}")
    assert page.evaluate(sharp) == chosen
    assert page.evaluate("window.told") == 0
    page.click("[data-part=sharp]")


def check_progress(visit, image):
    """While the server works, the page says how far it is. The server is too fast to see it: the page gets false
    answers."""
    visit.page.evaluate("""(() => { const real = window.fetch; window.fetch = async (path, options) => {
        if (path.startsWith('/progress/')) return new Response('{"done": 3, "of": 16}');
        if (path.startsWith('/image')) await new Promise((resolve) => setTimeout(resolve, 1000));
        return real(path, options); }; })()""")
    visit.page.upload("[data-part=file]", image)
    visit.page.wait("document.querySelector('[data-part=doing]').innerText === '3 of 16 parts'")
    assert visit.page.evaluate("document.querySelector('[data-part=progress]').position") == 3 / 16
    visit.page.wait("document.querySelector('[data-part=working]').hidden")


def check_refusal(visit):
    """What is no image is refused in plain words."""
    page = visit.page
    wrong = visit.folder / "wrong.png"
    wrong.write_text("no image")
    page.upload("[data-part=file]", wrong)
    page.wait("!document.querySelector('#problem').hidden")
    assert visit.text("#problem").strip()
    page.evaluate("0")
    page.problems[:] = [each for each in page.problems if "/image" not in each]  # the browser reports the status
