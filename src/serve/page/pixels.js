// Arrays (batch, rows, columns, channels) as images.

/** What black and white are in these numbers, [low, high], by the model's range: "[0, 1]"; of "any", the extremes. */
export function limits(range, data) {
  if (range !== "any") return JSON.parse(range);
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? [low, high] : [low - 1, low + 1];
}

/** The image at `index` of an array. Of more than three channels, the first three are its colors; of two, one. */
export function imageOf({ shape, data }, index, [low, high]) {
  const [, rows, columns, channels] = shape;
  const image = new ImageData(columns, rows);
  const first = index * rows * columns * channels;
  for (let pixel = 0; pixel < rows * columns; ++pixel) {
    for (let color = 0; color < 3; ++color) {
      const value = data[first + pixel * channels + (channels < 3 ? 0 : color)];
      image.data[4 * pixel + color] = (255 * (value - low)) / (high - low);
    }
    image.data[4 * pixel + 3] = 255;
  }
  return image;
}

/** Makes the canvas this image. */
export function draw(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d").putImageData(image, 0, 0);
}
