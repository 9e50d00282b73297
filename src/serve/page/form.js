// Any other model: a form for arrays, as JSON or .npy files.

import { element, guarded, save, scrollable, show } from "./dom.js";
import { flat, nested, product, readNpy, writeNpy } from "./npy.js";
import { bodyOf, predictAll } from "./server.js";
import { shapeText } from "./words.js";

const FREE_SIZE = 8; // of an axis of any size, in random numbers
const MOST_SHOWN = 2000; // numbers in a text

const shortNumber = (number) => Number(number.toPrecision(6));

/** An array as JSON, a line for each of the innermost lists; JSON has no NaN. */
function textOf({ shape, data }) {
  const text = JSON.stringify(nested({ shape, data: Array.from(data, shortNumber) }));
  return text.replaceAll("],[", "],\n[").replaceAll("null", "NaN");
}

/** The field of one input. */
class Field {
  constructor({ name, shape, num_classes: classes }) {
    Object.assign(this, { name, shape, classes });
    this.text = element("textarea", { rows: 4, spellcheck: false });
    const file = element("input", { type: "file", accept: ".npy" });
    file.addEventListener("change", guarded(async () => {
      if (file.files.length) this.set(readNpy(await file.files[0].arrayBuffer()));
      file.value = "";
    }));
    this.text.addEventListener("input", () => (this.array = null));
    this.element = element("div", { className: "field" },
      element("label", { className: "wide" }, `${name} as JSON`, this.text),
      element("label", { className: "file" }, `Choose an .npy file for ${name}`, file));
  }

  /** The array of a file or of random numbers; its text if that is short. */
  set(array) {
    this.array = array;
    const short = array.data.length <= MOST_SHOWN;
    this.text.value = short ? textOf(array) : "";
    this.text.placeholder = short ? "" : `An array of shape ${shapeText(array.shape)}`;
  }

  fillRandom() {
    const shape = [1, ...this.shape.slice(1).map((size) => size ?? FREE_SIZE)];
    const next = () => (this.classes ? Math.floor(Math.random() * this.classes)
                                     : Math.round(200 * Math.random() - 100) / 100);
    this.set({ shape, data: Float32Array.from({ length: product(shape) }, next) });
  }

  read() {
    if (this.array) return this.array;
    try {
      const array = flat(JSON.parse(this.text.value));
      if (array.data.some(Number.isNaN)) throw new Error("The lists must hold numbers only.");
      return array;
    } catch (error) {
      throw new Error(`${this.name} is not an array in JSON, for example [[1, 2], [3, 4]]: ${error.message}`);
    }
  }
}

export class FormView {
  constructor(place, model) {
    this.model = model;
    this.parts = show("form", place);
    this.addShapes();
    this.fields = model.inputs.map((input) => new Field(input));
    this.fields.forEach((field) => field.fillRandom());
    this.parts.inputs.append(...this.fields.map((field) => field.element));
    this.predict = guarded(() => this.showOutputs());
    this.parts.random.addEventListener("click", () => this.fields.forEach((field) => field.fillRandom()));
    this.parts.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.predict();
    });
  }

  addShapes() {
    const row = (role) => ({ name, shape }) => element("tr", {},
      element("th", { scope: "row", textContent: `${role} ${name}` }), element("td", { textContent: shapeText(shape) }));
    this.parts.shapes.append(...this.model.inputs.map(row("Input")), ...this.model.outputs.map(row("Output")));
    this.parts.details.append(scrollable(this.model.summary, "Summary"));
  }

  async showOutputs() {
    const outputs = await predictAll(this.model, this.fields.map((field) => field.read()));
    this.parts.outputs.replaceChildren(...outputs.map((output) => this.output(output)));
  }

  output({ name, array }) {
    const all = array.data.length <= MOST_SHOWN;
    const text = all ? textOf(array) : textOf({ shape: [MOST_SHOWN], data: array.data.slice(0, MOST_SHOWN) });
    const button = element("button", { type: "button", textContent: "Save as .npy" });
    button.addEventListener("click", () => save(new Blob([writeNpy(array)]), `${name}.npy`));
    return element("section", { ariaLabel: `Output ${name}` },
      element("h2", { textContent: `${name}, shape ${shapeText(array.shape)}` }),
      scrollable(all ? text : `${text}\nThese are the first ${MOST_SHOWN} numbers.`, `Numbers of ${name}`),
      button);
  }

  /** The model was replaced by one of the same form. */
  refresh(model) {
    this.model = model;
    if (this.parts.outputs.children.length) this.predict();
  }

  /** What the layers tab shows the maps of. */
  input() {
    return bodyOf(this.model, this.fields.map((field) => field.read()));
  }

  close() {}
}
