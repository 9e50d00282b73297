// Image → classes, or one number: draw or drop an image, the answer follows.

import { element, guarded, latest, show } from "./dom.js";
import { bodyOf, predict } from "./server.js";
import { showClasses, showScore } from "./answer.js";
import { Pad } from "./draw.js";
import { addLabels, labelArray } from "./labels.js";
import { centered, ranged, shrunk } from "./ink.js";
import { readImage, takeImages } from "./photo.js";
import { draw, imageOf } from "./pixels.js";

const FREE_SIZE = 64; // rows and columns, if the model takes any

/** Whether one can draw what this model takes. */
export const canDraw = ({ kind, image_shape: sizes }) =>
  ["image_to_classes", "discriminator"].includes(kind) && [1, 3].includes(sizes[2]);

export class ClassifyView {
  constructor(place, model) {
    this.model = model;
    this.parts = show("classify", place);
    this.label = 0; // for a model that takes one too
    this.mostSeen = 1; // of a score without bounds
    [this.rows, this.columns, this.channels] = model.image_shape.map((size) => size ?? FREE_SIZE);
    this.likeMnist = this.rows === 28 && this.columns === 28 && this.channels === 1;
    this.parts.centering.hidden = !this.likeMnist;
    this.parts.center.checked = this.likeMnist;
    this.setRange(model.range);
    this.setNames();
    this.ask = latest(() => this.answer());
    this.pad = new Pad(this.parts, this.rows, this.columns, () => this.ask());
    const label = model.inputs.find((input) => input.num_classes);
    if (label) addLabels(this.parts.labels, label, [], (chosen) => {
      this.label = chosen;
      this.ask();
    });
    this.listen();
    this.ask();
  }

  listen() {
    const { clear, center, range, names } = this.parts;
    clear.addEventListener("click", () => {
      center.checked = this.likeMnist;
      this.pad.clear();
    });
    center.addEventListener("change", () => this.ask());
    range.addEventListener("change", () => this.ask());
    names.addEventListener("input", () => {
      history.replaceState(null, "", `#${new URLSearchParams({ names: names.value })}`);
      this.ask();
    });
    takeImages(this.parts, guarded(async (file) => {
      const image = await readImage(file);
      center.checked = false;
      this.pad.showImage(image);
    }));
  }

  /** Chooses what black and white are to the model; a range that is not among the usual ones is added. */
  setRange(range) {
    const { range: select } = this.parts;
    if (range === "any") return;
    select.value = range;
    if (select.value !== range) select.append(element("option", { value: range, textContent: range, selected: true }));
  }

  /** The names of the classes: those of the address, so that it can be kept. */
  setNames() {
    const kept = new URLSearchParams(location.hash.slice(1)).get("names");
    this.parts.names.value = kept ?? (this.model.kind === "discriminator" ? "made up, real" : "");
  }

  limits() {
    return JSON.parse(this.parts.range.value);
  }

  /** What the model sees: the drawing as an array. */
  array() {
    const { canvas, center } = this.parts;
    const colors = shrunk(center.checked ? centered(canvas) : canvas, this.rows, this.columns);
    return { shape: this.sizes(), data: ranged(colors, this.channels, this.limits()) };
  }

  sizes() {
    return [1, this.rows, this.columns, this.channels];
  }

  /** An array for each input of the model, in its shape. */
  arrays() {
    const { data } = this.array();
    return this.model.inputs.map((input) => {
      if (input.num_classes) return labelArray(input, [this.label]);
      const axes = input.shape.length;
      return { shape: axes === 2 ? [1, data.length] : this.sizes().slice(0, axes), data };
    });
  }

  async answer() {
    draw(this.parts.seen, imageOf(this.array(), 0, this.limits()));
    if (this.pad.empty) return this.showNothing();
    this.showAnswer((await predict(this.model, this.arrays())).data);
  }

  showNothing() {
    this.parts.answer.textContent = "Draw something.";
    this.parts.bars.replaceChildren();
  }

  showAnswer(outputs) {
    const { output_activation: activation, kind } = this.model;
    const names = this.parts.names.value.split(",").map((name) => name.trim());
    if (kind !== "discriminator") return showClasses(this.parts, outputs, activation, names);
    this.mostSeen = Math.max(this.mostSeen, Math.abs(outputs[0]));
    showScore(this.parts, outputs[0], activation, [names[0] || "low", names[1] || "high"], this.mostSeen);
  }

  /** The model was replaced by one of the same form. */
  refresh(model) {
    this.model = model;
    this.ask();
  }

  /** What the layers tab shows the maps of. */
  input() {
    return this.pad.empty ? null : bodyOf(this.model, this.arrays());
  }

  close() {}
}
