// Sizes and models in words.

export const count = (number) => number.toLocaleString("en");

/** "(None, 28, 28, 1)" of [null, 28, 28, 1], as in a summary. */
export const shapeText = (shape) => `(${shape.map((size) => size ?? "None").join(", ")})`;

function images(model) {
  const [rows, columns] = model.image_shape;
  return rows && columns ? `images of ${rows}×${columns}` : "images";
}

const shapes = (arrays) => arrays.map(({ shape }) => shapeText(shape)).join(" and ");

/** What the model does: "images of 28×28 → 10 classes". */
export function purpose(model) {
  const { kind, inputs, outputs } = model;
  const vector = inputs.find((input) => !input.num_classes);
  const label = inputs.length > 1 ? " and a label" : "";
  switch (kind) {
    case "vector_to_image": return `${count(vector.shape.at(-1))} numbers${label} → ${images(model)}`;
    case "image_to_image": return `${images(model)} → images`;
    case "image_to_classes": return `${images(model)}${label} → ${count(model.classes)} classes`;
    case "discriminator": return `${images(model)}${label} → a score`;
    default: return `${shapes(inputs)} → ${shapes(outputs)}`;
  }
}
