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

  /** The row of a layer, and the one that it unfolds if there is something to explain. */
  rows({ name, class: className, explain, output_shape: shape, params }, index) {
    const title = element("th", { scope: "row" });
    const row = element("tr", {}, title, element("td", { textContent: shapeText(shape) }),
                        element("td", { className: "number", textContent: count(params) }));
    const type = element("span", { className: "class", textContent: className });
    if (!explain) {
      title.append(name, type);
      return [row];
    }
    const text = element("tr", { id: `explain-${index}`, hidden: true },
      element("td", { colSpan: 3 }, scrollable(explain.replace(/^ {4}/gm, ""), `Explanation of ${name}`)));
    title.append(unfolding(name, text), type);
    return [row, text];
  }

  draw() {
    this.maps.draw();
  }
}

/** A button with this name that shows and hides an element. */
function unfolding(name, text) {
  const button = element("button", { className: "unfold", textContent: name, ariaExpanded: false });
  button.setAttribute("aria-controls", text.id);
  button.addEventListener("click", () => {
    text.hidden = !text.hidden;
    button.ariaExpanded = !text.hidden;
  });
  return button;
}
