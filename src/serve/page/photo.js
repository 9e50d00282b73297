// Images that a user drops, chooses or takes with a camera.

/** Calls onFile with each image file of these parts, {drop, file, camera}. */
export function takeImages({ drop, file, camera }, onFile) {
  for (const input of [file, camera]) {
    input.addEventListener("change", () => {
      if (input.files.length) onFile(input.files[0]);
      input.value = "";
    });
  }
  const mark = (event, over) => {
    event.preventDefault();
    drop.classList.toggle("over", over);
  };
  drop.addEventListener("dragover", (event) => mark(event, true));
  drop.addEventListener("dragleave", (event) => mark(event, false));
  drop.addEventListener("drop", (event) => {
    mark(event, false);
    if (event.dataTransfer.files.length) onFile(event.dataTransfer.files[0]);
  });
}

/** The image in a file, for a canvas. Throws an Error if the browser cannot read it. */
export async function readImage(file) {
  try {
    return await createImageBitmap(file);
  } catch {
    throw new Error(`The browser cannot read “${file.name}” as an image. Choose a PNG or JPEG.`);
  }
}

/** The file itself if it is an upright PNG or JPEG; otherwise what the browser shows of it, as a PNG. */
export async function uprightImage(file) {
  if (file.type === "image/png") return file;
  if (file.type === "image/jpeg" && orientation(new DataView(await file.arrayBuffer())) === 1) return file;
  return asPng(await readImage(file), 1);
}

/** The image with at most this many rows and columns, as a PNG if it had more. */
export async function reducedImage(file, most) {
  const image = await readImage(file);
  const scale = most / Math.max(image.width, image.height);
  return scale < 1 ? asPng(image, scale) : file;
}

function asPng(image, scale) {
  const canvas = new OffscreenCanvas(Math.ceil(image.width * scale), Math.ceil(image.height * scale));
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/png" });
}

/** How a camera was held: 1 (upright) to 8, as the Exif part of a JPEG says. */
function orientation(jpeg) {
  const [startOfScan, application1, exif] = [0xffda, 0xffe1, 0x45786966];
  try {
    for (let at = 2; jpeg.getUint16(at) !== startOfScan; at += 2 + jpeg.getUint16(at + 2)) {
      if (jpeg.getUint16(at) === application1 && jpeg.getUint32(at + 4) === exif)
        return orientationTag(jpeg, at + 10);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the file ends early
  }
  return 1;
}

function orientationTag(jpeg, start) {
  const little = jpeg.getUint16(start) === 0x4949;
  const first = start + jpeg.getUint32(start + 4, little);
  for (let entry = 0; entry < jpeg.getUint16(first, little); ++entry) {
    const at = first + 2 + 12 * entry;
    if (jpeg.getUint16(at, little) === 0x112) return jpeg.getUint16(at + 8, little);
  }
  return 1;
}
