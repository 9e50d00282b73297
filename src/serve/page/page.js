// Chooses the view that fits the model, turns the tabs, and follows a model that is replaced.

import { guarded, say } from "./dom.js";
import { getLoaded, getModel } from "./server.js";
import { ClassifyView, canDraw } from "./classify.js";
import { FormView } from "./form.js";
import { LatentView } from "./latent.js";
import { LayersView } from "./layers.js";
import { PictureView } from "./picture.js";
import { count, purpose } from "./words.js";

const ASK_EVERY = 1000; // milliseconds

const place = (id) => document.getElementById(id);
const tabs = [place("tab-try"), place("tab-layers")];

let model, view, layers;

function viewOf(model) {
  if (model.kind === "vector_to_image") return LatentView;
  if (model.kind === "image_to_image") return PictureView;
  return canDraw(model) ? ClassifyView : FormView;
}

/** What a view depends on: a model of the same form keeps its view. */
function formOf({ name, kind, inputs, outputs, layers }) {
  const ofLayers = layers.map((layer) => [layer.name, layer.class, layer.output_shape, layer.params]);
  return JSON.stringify([name, kind, inputs, outputs, ofLayers]);
}

function describe() {
  const { name, params, loaded } = model;
  document.title = `${name} – Keratin`;
  place("name").textContent = name;
  const times = loaded > 1 ? `, loaded ${count(loaded)} times` : "";
  place("what").textContent = `${purpose(model)}, ${count(params)} parameters${times}`;
}

async function load() {
  const before = model && formOf(model);
  model = await getModel();
  describe();
  if (formOf(model) === before) {
    view.refresh(model);
  } else {
    view?.close();
    view = new (viewOf(model))(place("try"), model);
    layers = new LayersView(place("layers"), model, () => view.input());
  }
  if (!place("layers").hidden) layers.draw();
}

function choose(tab) {
  for (const each of tabs) {
    const chosen = each === tab;
    each.ariaSelected = chosen;
    each.tabIndex = chosen ? 0 : -1;
    place(each.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (tab.id === "tab-layers") layers?.draw();
}

function listen() {
  place("problem").querySelector("button").addEventListener("click", () => (place("problem").hidden = true));
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = tabs.find((each) => each !== tab);
      choose(other);
      other.focus();
    });
  }
}

/** Follows the model: asks again and again whether it was replaced; by another server too, after a silence. */
async function follow() {
  let answered = false;
  const ask = guarded(async () => {
    const before = answered;
    answered = false;
    const loaded = await getLoaded();
    if (!before || loaded !== model.loaded) await load();
    answered = true;
  });
  for (;;) {
    if (!document.hidden || !model) await ask();
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
  }
}

listen();
follow();
