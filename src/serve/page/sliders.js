// Sliders that move a point: its first numbers, or the directions that change the image most.

import { element, guarded } from "./dom.js";
import { getDirections } from "./server.js";

const MOST = 16; // sliders
const REACH = 3; // deviations of a normal number

const loadDirections = async () => (await getDirections()).directions.slice(0, MOST);

export class Sliders {
  constructor({ sliders, mode, reset }, onMove) {
    this.place = sliders;
    this.mode = mode;
    this.onMove = onMove;
    this.directions = null; // asked for when first needed
    mode.addEventListener("change", guarded(() => this.changeMode()));
    reset.addEventListener("click", () => {
      this.setPoint(this.original);
      this.onMove();
    });
  }

  /** Moves from here. */
  setPoint(point) {
    this.original = point;
    this.point = point;
    this.show();
  }

  async changeMode() {
    try {
      if (this.alongDirections) this.directions ??= await loadDirections();
    } catch (error) {
      this.mode.value = "numbers";
      throw error;
    } finally {
      this.show();
    }
  }

  get alongDirections() {
    return this.mode.value === "directions";
  }

  /** The model was replaced: its directions are others. The sliders stay where they are. */
  async refresh() {
    const before = this.directions?.length;
    this.directions = this.alongDirections ? await loadDirections() : null;
    if (this.alongDirections && this.directions?.length !== before) this.show();
  }

  show() {
    this.base = this.point;
    const rows = this.alongDirections ? this.directionRows() : this.numberRows();
    this.place.replaceChildren(...rows);
  }

  numberRows() {
    return Array.from(this.point.slice(0, MOST), (number, i) =>
      this.row(`Number ${i + 1}`, number, () => this.move((values) => this.withNumbers(values))));
  }

  directionRows() {
    return (this.directions ?? []).map((_, i) =>
      this.row(`Direction ${i + 1}`, 0, () => this.move((values) => this.along(values))));
  }

  row(name, value, onInput) {
    const input = element("input", { type: "range", min: -REACH, max: REACH, step: 0.05, value });
    const output = element("output", { textContent: value.toFixed(2) });
    input.addEventListener("input", () => {
      output.textContent = input.valueAsNumber.toFixed(2);
      onInput();
    });
    return element("label", {}, element("span", { textContent: name }), input, output);
  }

  move(moved) {
    this.point = moved([...this.place.querySelectorAll("input")].map((input) => input.valueAsNumber));
    this.onMove();
  }

  withNumbers(values) {
    const point = Float32Array.from(this.base);
    point.set(values);
    return point;
  }

  along(values) {
    return this.base.map((number, place) =>
      values.reduce((sum, value, i) => sum + value * this.directions[i][place], number));
  }
}
