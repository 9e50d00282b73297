"""What the modules of the page compute, asked one by one."""


def check(visit):
    check_random(visit)
    check_npy(visit)
    check_centering(visit)
    check_walk(visit)
    check_problem(visit)


def check_random(visit):
    """Points are normal, and a seed gives the same ones again."""
    points = visit.page.evaluate("""import('/random.js').then(({normalPoints}) =>
        [normalPoints(3, 40, 250), normalPoints(3, 2, 250), normalPoints(4, 2, 250)].map((points) =>
            points.map((point) => [...point])))""")
    assert points[0][:2] == points[1] and points[1] != points[2]
    numbers = [number for point in points[0] for number in point]
    moments = [sum(number**power for number in numbers) / len(numbers) for power in (1, 2, 3, 4)]
    assert all(abs(is_ - should) < bound for is_, should, bound in zip(moments, (0, 1, 0, 3), (0.05, 0.07, 0.15, 0.4)))


def check_npy(visit):
    """An array is the same after writing and reading; what is no array is refused."""
    array = visit.page.evaluate("""import('/npy.js').then(({readNpy, writeNpy, nested, flat}) => {
        const read = readNpy(writeNpy({shape: [3], data: [1, -2.5, 1e30]}).buffer);
        return [read.shape, ...nested(read), flat([[[1], [2]], [[3], [4]]]).shape]; })""")
    assert array[0] == [3] and array[1:3] == [1, -2.5] and abs(array[3] - 1e30) < 1e23 and array[4] == [2, 2, 1]
    refusals = visit.page.evaluate("""import('/npy.js').then(({readNpy, writeNpy, flat}) => {
        const bytes = writeNpy({shape: [2, 2], data: [1, 2, 3, 4]});
        const tries = [() => readNpy(new ArrayBuffer(3)), () => readNpy(bytes.buffer.slice(0, -4)),
                       () => flat([[1, 2], [3]])];
        return tries.map((attempt) => { try { attempt(); return ''; } catch (error) { return error.message; } }); })""")
    assert ["not an .npy" in refusals[0], "does not hold" in refusals[1], "one length" in refusals[2]] == [True] * 3, refusals


def check_centering(visit):
    """A drawing becomes 20 of 28 pixels high, its center of mass the middle."""
    found = visit.page.evaluate("""import('/ink.js').then(({centered, shrunk, ranged}) => {
        const canvas = new OffscreenCanvas(280, 280);
        const context = canvas.getContext('2d');
        context.fillRect(0, 0, 280, 280);
        context.fillStyle = 'white';
        context.fillRect(20, 30, 30, 100);
        return [...ranged(shrunk(centered(canvas), 28, 28), 1, [-1, 1])]; })""")
    rows = [found[28 * i : 28 * i + 28] for i in range(28)]
    inked = [i for i, row in enumerate(rows) if max(row) > 0]
    assert inked == list(range(4, 24)), inked
    assert [i for i in range(28) if rows[14][i] > 0] == list(range(11, 17))
    assert rows[0][0] == -1 and rows[14][14] > 0.999


def check_walk(visit):
    """The walk between points of one length keeps the length, and begins and ends at them."""
    steps = visit.page.evaluate("""import('/walk.js').then(({between}) =>
        [0, 0.5, 1].map((place) => between([3, 0], [0, 3], place)))""")
    root = 4.5**0.5
    for step, expected in zip(steps, ([3, 0], [root, root], [0, 3])):
        assert all(abs(a - b) < 1e-6 for a, b in zip(step, expected)), steps


def check_problem(visit):
    """A problem that comes again is not said again, another one is."""
    changes = visit.page.evaluate("""import('/dom.js').then(async ({say}) => {
        const place = document.getElementById('problem'), task = () => 0, counts = [];
        let count = 0;
        const observer = new MutationObserver((records) => (count += records.length));
        observer.observe(place, {childList: true, subtree: true, characterData: true, attributes: true});
        for (const text of ['a', 'a', 'b', '']) {
            say(text, task);
            await new Promise((resolve) => setTimeout(resolve));
            counts.push(count);
        }
        observer.disconnect();
        return counts; })""")
    assert 0 < changes[0] == changes[1] < changes[2] < changes[3], changes
