// All requests. What the server refuses is thrown as an Error with the server's text.

import { flat, nested, readNpy, writeNpy } from "./npy.js";

const NPY = "application/x-npy";
const JSON_TYPE = "application/json";

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error("The server does not answer. Is `keratin serve` still running?");
  }
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({}));
  throw new Error(error ?? `The server answered ${answer.status}.`);
}

const post = (path, { body, type }, accept = "*/*") =>
  ask(path, { method: "POST", body, headers: { "Content-Type": type, Accept: accept } });
const getJson = async (path) => (await ask(path)).json();

export const getModel = () => getJson("/model");
export const getLoaded = async () => (await getJson("/loaded")).loaded;
export const getDirections = () => getJson("/directions");
export const getProgress = (id) => getJson(`/progress/${id}`);

/** What to send for these arrays, one for each input. */
export function bodyOf(model, arrays) {
  if (arrays.length === 1) return { body: writeNpy(arrays[0]), type: NPY };
  const inputs = Object.fromEntries(model.inputs.map(({ name }, i) => [name, nested(arrays[i])]));
  return { body: JSON.stringify({ inputs }), type: JSON_TYPE };
}

/** All outputs: [{name, array}]. */
export async function predictAll(model, arrays) {
  const form = model.outputs.length === 1 ? NPY : JSON_TYPE;
  const answer = await post("/predict", bodyOf(model, arrays), form);
  if (form === NPY) return [{ name: model.outputs[0].name, array: readNpy(await answer.arrayBuffer()) }];
  const { outputs } = await answer.json();
  return Object.entries(outputs).map(([key, lists]) => ({ name: key, array: flat(lists) }));
}

/** The first output. */
export const predict = async (model, arrays) => (await predictAll(model, arrays))[0].array;

/** What the model makes of a PNG or JPEG, as a PNG. `id` names its progress. */
export async function makeImage(file, id) {
  return (await post(id ? `/image?id=${id}` : "/image", { body: file, type: file.type })).blob();
}

/** The output of a layer for this input, {body, type}. */
export async function getFeatures(layer, input) {
  return readNpy(await (await post(`/features?layer=${encodeURIComponent(layer)}`, input)).arrayBuffer());
}
