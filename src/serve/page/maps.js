// The feature maps of a layer for the present input, as a grid.

import { element, latest } from "./dom.js";
import { getFeatures } from "./server.js";
import { draw, imageOf, limits } from "./pixels.js";

const AT_ONCE = 128;

/** Map number `channel` of an array (1, rows, columns, channels), as an array of one channel. */
function mapOf({ shape, data }, channel) {
  const [, rows, columns, channels] = shape;
  const one = Float32Array.from({ length: rows * columns }, (_, i) => data[i * channels + channel]);
  return { shape: [1, rows, columns, 1], data: one };
}

export class Maps {
  constructor({ maps, layer, facts, grid, more, side }, layers, getInput) {
    Object.assign(this, { layer, facts, grid, more, getInput });
    const names = layers.filter((each) => each.is_map).map(({ name }) => name);
    maps.hidden = names.length === 0;
    layer.append(...names.map((name) => element("option", { textContent: name })));
    this.draw = latest(() => this.ask());
    layer.addEventListener("change", () => this.draw());
    more.addEventListener("click", () => this.add());
    side.addEventListener("input", () => grid.style.setProperty("--side", `${side.value}rem`));
  }

  async ask() {
    if (!this.layer.value) return;
    this.clear();
    const input = await this.getInput();
    if (!input) {
      this.facts.textContent = "There is no input yet: choose or draw one under “Try it”.";
      return;
    }
    this.features = await getFeatures(this.layer.value, input);
    const [, rows, columns, channels] = this.features.shape;
    this.facts.textContent = `${channels} ${channels === 1 ? "map" : "maps"} of ${rows}×${columns}. ` +
      "In each, black is its smallest number and white its largest.";
    this.add();
  }

  clear() {
    this.grid.replaceChildren();
    this.more.hidden = true;
  }

  /** Adds the next maps. */
  add() {
    const channels = this.features.shape[3];
    const from = this.grid.children.length;
    const to = Math.min(channels, from + AT_ONCE);
    for (let channel = from; channel < to; ++channel) this.grid.append(this.figure(channel));
    this.more.hidden = to === channels;
  }

  figure(channel) {
    const map = mapOf(this.features, channel);
    const [low, high] = limits("any", map.data);
    const canvas = element("canvas", { role: "img", ariaLabel: `Map ${channel + 1}`,
                                       title: `${low.toPrecision(3)} to ${high.toPrecision(3)}` });
    draw(canvas, imageOf(map, 0, [low, high]));
    return element("figure", {}, canvas, element("figcaption", { textContent: channel + 1 }));
  }
}
