// Animated PNG files (APNG): what browsers play in an <img>.

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; ++bit) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte;
});

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRCS[(value ^ byte) & 255] ^ (value >>> 8);
  return ~value >>> 0;
}

/** A number as 32 bits. */
const word = (number) => Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}

/** A chunk: length, type, data, check. */
function chunk(type, ...parts) {
  const body = joined([new TextEncoder().encode(type), ...parts]);
  return joined([word(body.length - 4), body, word(crc(body))]);
}

/** The rows of an image as PNG stores them, without filters, each pixel `zoom` times as wide and high. */
function rowsOf({ width, height, data }, zoom) {
  const stride = 1 + 3 * width * zoom;
  const rows = new Uint8Array(stride * height * zoom);
  for (let y = 0; y < height * zoom; ++y) {
    for (let x = 0; x < width * zoom; ++x) {
      const pixel = 4 * (Math.floor(y / zoom) * width + Math.floor(x / zoom));
      rows.set(data.subarray(pixel, pixel + 3), y * stride + 1 + 3 * x);
    }
  }
  return rows;
}

async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** An animation of images of one size that repeats without end, as a Blob. */
export async function animation(images, { zoom, framesPerSecond }) {
  const [width, height] = [images[0].width * zoom, images[0].height * zoom];
  const size = [word(width), word(height)];
  const chunks = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", ...size, Uint8Array.of(8, 2, 0, 0, 0)),
    chunk("acTL", word(images.length), word(0)),
  ];
  let sequence = 0;
  for (const image of images) {
    const place = [word(0), word(0)], delay = Uint8Array.of(0, 1, 0, framesPerSecond, 0, 0);
    chunks.push(chunk("fcTL", word(sequence++), ...size, ...place, delay));
    const data = await deflated(rowsOf(image, zoom));
    chunks.push(sequence === 1 ? chunk("IDAT", data) : chunk("fdAT", word(sequence++), data));
  }
  return new Blob([...chunks, chunk("IEND")], { type: "image/png" });
}
