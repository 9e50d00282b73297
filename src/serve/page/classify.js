// Image → classes, or one number: draw or drop an image, the answer follows.

import { guarded, latest, show } from "./dom.js";
import { bodyOf, predict } from "./server.js";
import { showClasses, showScore } from "./answer.js";
import { Pad } from "./draw.js";
import { centered, ranged, shrunk } from "./ink.js";
import { readImage, takeImages } from "./photo.js";
import { draw, imageOf } from "./pixels.js";

const FREE_SIZE = 64; // rows and columns, if the model takes any

/** [rows, columns, channels] of an input that is an image, or null. */
export function imageSizes({ shape }) {
  const [, rows, columns, channels = 1] = shape;
  const isImage = (shape.length === 4 || shape.length === 3) && (channels === 1 || channels === 3);
  return isImage ? [rows ?? FREE_SIZE, columns ?? FREE_SIZE, channels] : null;
}

/** What black and white are to the model, as far as one can tell. */
function likelyRange({ range, kind, layers }) {
  if (layers.some((layer) => layer.class === "Rescaling")) return "0,255";
  if (range === "any") return kind === "discriminator" ? "-1,1" : "0,1";
  return range === "[-1, 1]" ? "-1,1" : "0,1";
}

export class ClassifyView {
  constructor(place, model) {
    this.model = model;
    this.parts = show("classify", place);
    this.mostSeen = 1; // of a score without bounds
    [this.rows, this.columns, this.channels] = imageSizes(model.inputs[0]);
    this.likeMnist = this.rows === 28 && this.columns === 28 && this.channels === 1;
    this.parts.centering.hidden = !this.likeMnist;
    this.parts.center.checked = this.likeMnist;
    this.parts.range.value = likelyRange(model);
    this.ask = latest(() => this.answer());
    this.pad = new Pad(this.parts, this.rows, this.columns, () => this.ask());
    this.listen();
    this.ask();
  }

  listen() {
    const { clear, center, range } = this.parts;
    clear.addEventListener("click", () => {
      center.checked = this.likeMnist;
      this.pad.clear();
    });
    center.addEventListener("change", () => this.ask());
    range.addEventListener("change", () => this.ask());
    takeImages(this.parts, guarded(async (file) => {
      const image = await readImage(file);
      center.checked = false;
      this.pad.showImage(image);
    }));
  }

  limits() {
    return this.parts.range.value.split(",").map(Number);
  }

  /** What the model sees: the drawing as an array. */
  array() {
    const { canvas, center } = this.parts;
    const colors = shrunk(center.checked ? centered(canvas) : canvas, this.rows, this.columns);
    const sizes = [1, this.rows, this.columns, this.channels];
    return {
      shape: sizes.slice(0, this.model.inputs[0].shape.length),
      data: ranged(colors, this.channels, this.limits()),
    };
  }

  async answer() {
    const { data, shape } = this.array();
    const sizes = [1, this.rows, this.columns, this.channels];
    draw(this.parts.seen, imageOf({ shape: sizes, data }, 0, this.limits()));
    if (this.pad.empty) return this.showNothing();
    this.showAnswer((await predict(this.model, [{ shape, data }])).data);
  }

  showNothing() {
    this.parts.answer.textContent = "Draw something.";
    this.parts.bars.replaceChildren();
  }

  showAnswer(outputs) {
    const { output_activation: activation, kind } = this.model;
    if (kind !== "discriminator") return showClasses(this.parts, outputs, activation);
    this.mostSeen = Math.max(this.mostSeen, Math.abs(outputs[0]));
    showScore(this.parts, outputs[0], activation, this.mostSeen);
  }

  /** The model was replaced by one of the same form. */
  refresh(model) {
    this.model = model;
    this.ask();
  }

  /** What the layers tab shows the maps of. */
  input() {
    return this.pad.empty ? null : bodyOf(this.model, [this.array()]);
  }

  close() {}
}
