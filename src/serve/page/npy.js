// NumPy's .npy files. An array is {shape, data}: sizes, and the numbers with the last axis fastest.

const TYPES = {
  f4: Float32Array, f8: Float64Array, i1: Int8Array, i2: Int16Array, i4: Int32Array, i8: BigInt64Array,
  u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, u8: BigUint64Array, b1: Uint8Array,
};

export const product = (shape) => shape.reduce((a, b) => a * b, 1);

/** The bytes of an .npy file of float32. */
export function writeNpy({ shape, data }) {
  const sizes = shape.join(", ") + (shape.length === 1 ? "," : "");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(length + 4 * data.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, length - 10, true);
  bytes.set(new TextEncoder().encode(text.padEnd(length - 11) + "\n"), 10);
  bytes.set(new Uint8Array(Float32Array.from(data).buffer), length);
  return bytes;
}

/** The array in an .npy file. Throws an Error that says what cannot be read. */
export function readNpy(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < 12 || view.getUint32(0) !== 0x934e554d) throw new Error("This is not an .npy file.");
  const [start, length] = view.getUint8(6) === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const header = new TextDecoder("latin1").decode(buffer.slice(start, start + length));
  const type = /'descr': '[<|]?(\w\d)'/.exec(header)?.[1];
  const sizes = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (!TYPES[type] || sizes === undefined || header.includes("'fortran_order': True"))
    throw new Error("The .npy file must hold numbers in C order, for example np.ascontiguousarray(x, 'float32').");
  const shape = sizes.split(",").filter((size) => size.trim()).map(Number);
  const bytes = buffer.slice(start + length);
  if (bytes.byteLength !== product(shape) * TYPES[type].BYTES_PER_ELEMENT)
    throw new Error(`The .npy file does not hold the numbers of an array of shape (${sizes}).`);
  return { shape, data: Float32Array.from(new TYPES[type](bytes), Number) };
}

/** Nested lists of an array, as JSON writes them. */
export function nested({ shape, data }) {
  let lists = Array.from(data);
  for (const size of shape.slice(1).reverse()) {
    const groups = [];
    for (let i = 0; i < lists.length; i += size) groups.push(lists.slice(i, i + size));
    lists = groups;
  }
  return lists;
}

/** The array of nested lists; what is no number becomes NaN. */
export function flat(lists) {
  const shape = [];
  for (let list = lists; Array.isArray(list); list = list[0]) shape.push(list.length);
  const data = Float32Array.from([lists].flat(Infinity), (each) => (typeof each === "number" ? each : NaN));
  if (product(shape) !== data.length) throw new Error("Lists side by side must be of one length.");
  return { shape, data };
}
