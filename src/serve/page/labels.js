// The label that a conditional model takes beside its other input.

import { element } from "./dom.js";
import { product } from "./npy.js";

/** Fills a fieldset with a button for each label; `names` are those of choices before them, as "Each". */
export function addLabels(place, { num_classes: classes }, names, onChoose) {
  const choices = [...names, ...Array(classes).keys()];
  const buttons = choices.map((choice, i) => {
    const button = element("button", { type: "button", textContent: choice, ariaPressed: i === 0 });
    button.addEventListener("click", () => {
      for (const other of buttons) other.ariaPressed = other === button;
      onChoose(choice);
    });
    return button;
  });
  place.append(...buttons);
  place.hidden = false;
}

/** Labels as numbers, or as rows of zeros and a one if the input is as wide as there are labels. */
export function labelArray(input, labels) {
  const shape = [labels.length, ...input.shape.slice(1)];
  if (product(shape) === labels.length) return { shape, data: labels };
  const row = (label) => Array.from({ length: input.num_classes }, (_, i) => (i === label ? 1 : 0));
  return { shape, data: labels.flatMap(row) };
}
