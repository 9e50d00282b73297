// From a drawing to the numbers that a classifier takes.

const pixelsOf = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);

/** Each square of the canvas becomes one pixel, its mean. Returns (rows, columns, 3), 0 to 255. */
export function shrunk(canvas, rows, columns) {
  const { data, width } = pixelsOf(canvas);
  const zoom = width / columns;
  const means = new Float32Array(rows * columns * 3);
  for (let y = 0; y < rows * zoom; ++y) {
    for (let x = 0; x < width; ++x) {
      const mean = 3 * (Math.floor(y / zoom) * columns + Math.floor(x / zoom));
      for (let color = 0; color < 3; ++color) means[mean + color] += data[4 * (y * width + x) + color] / zoom ** 2;
    }
  }
  return means;
}

/** Colors (…, 3) as (…, channels), 1 or 3, from black = low to white = high. */
export function ranged(colors, channels, [low, high]) {
  const scaled = (level) => low + (level / 255) * (high - low);
  if (channels === 3) return colors.map(scaled);
  return Float32Array.from({ length: colors.length / 3 }, (_, i) =>
    scaled(0.299 * colors[3 * i] + 0.587 * colors[3 * i + 1] + 0.114 * colors[3 * i + 2]));
}

/** A drawing as MNIST's digits are: the longer side 20 pixels of 28, the center of mass in the middle. */
export function centered(canvas) {
  const { left, top, width, height, massX, massY } = extent(canvas);
  const made = new OffscreenCanvas(canvas.width, canvas.height);
  const scale = ((20 / 28) * canvas.width) / Math.max(width, height);
  const context = made.getContext("2d");
  context.fillRect(0, 0, made.width, made.height);
  context.drawImage(canvas, left, top, width, height, made.width / 2 + (left - massX) * scale,
                    made.height / 2 + (top - massY) * scale, width * scale, height * scale);
  return made;
}

/** Where the ink is, and its center of mass. */
function extent(canvas) {
  const { data, width, height } = pixelsOf(canvas);
  let [left, top, right, bottom, mass, x, y] = [width, height, 0, 0, 0, 0, 0];
  for (let i = 0; i < width * height; ++i) {
    const ink = data[4 * i];
    if (ink < 32) continue;
    const [column, row] = [i % width, Math.floor(i / width)];
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
    mass += ink;
    x += ink * (column + 0.5);
    y += ink * (row + 0.5);
  }
  if (mass === 0) return { left: 0, top: 0, width, height, massX: width / 2, massY: height / 2 };
  return { left, top, width: right - left, height: bottom - top, massX: x / mass, massY: y / mass };
}
