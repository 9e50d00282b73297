// A generator: points in, images out.

import { labelArray } from "./labels.js";
import { product } from "./npy.js";
import { predict } from "./server.js";
import { imageOf, limits } from "./pixels.js";

const MOST_NUMBERS = 4e6; // in one answer of the server

export class Generator {
  constructor(model) {
    this.model = model;
    this.latent = model.inputs.find((input) => !input.num_classes);
    this.label = model.inputs.find((input) => input.num_classes);
  }

  /** Numbers in a point. */
  get size() {
    return product(this.latent.shape.slice(1));
  }

  get labels() {
    return this.label?.num_classes ?? 1;
  }

  /** How many images to ask for at once: this many, fewer of large ones. */
  fitting(wanted) {
    return Math.max(2, Math.min(wanted, Math.floor(MOST_NUMBERS / product(this.model.image_shape))));
  }

  /** The images of points, each with its label. */
  async images(points, labels) {
    const { data } = await predict(this.model, this.arrays(points, labels));
    const shape = [points.length, ...this.model.image_shape];
    const range = limits(this.model.range, data);
    return points.map((_, i) => imageOf({ shape, data }, i, range));
  }

  /** An array for each input of the model. */
  arrays(points, labels) {
    return this.model.inputs.map((input) =>
      input === this.label ? labelArray(this.label, labels) : this.pointArray(points));
  }

  pointArray(points) {
    return { shape: [points.length, ...this.latent.shape.slice(1)], data: points.flatMap((point) => [...point]) };
  }
}
