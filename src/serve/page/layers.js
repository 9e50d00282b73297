// The second tab: the table of layers, whose rows unfold, and the feature maps.

import { element, scrollable, show } from "./dom.js";
import { Maps } from "./maps.js";
import { count, shapeText } from "./words.js";

export class LayersView {
  /** `getInput` returns what "Try it" shows now, {body, type}, or null. */
  constructor(place, model, getInput) {
    this.parts = show("layers-view", place);
    this.maps = new Maps(this.parts, model.layers, getInput);
    this.parts.rows.append(...model.layers.flatMap((layer, i) => this.rows(layer, i)));
    this.parts.total.textContent = count(model.params);
  }

  /** The row of a layer, and the one that it unfolds. */
  rows(layer, index) {
    const text = element("tr", { id: `explain-${index}`, hidden: true },
      element("td", { colSpan: 3 }, scrollable(layer.explain, `Explanation of ${layer.name}`)));
    const button = element("button", { className: "unfold", textContent: layer.name, ariaExpanded: false });
    button.setAttribute("aria-controls", text.id);
    button.addEventListener("click", () => {
      text.hidden = !text.hidden;
      button.ariaExpanded = !text.hidden;
    });
    const row = element("tr", {},
      element("th", { scope: "row" }, button, element("span", { className: "class", textContent: layer.class })),
      element("td", { textContent: shapeText(layer.output_shape) }),
      element("td", { className: "number", textContent: count(layer.params) }));
    return [row, text];
  }

  draw() {
    this.maps.draw();
  }
}
