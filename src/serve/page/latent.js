// Vector → image: a grid of images from a seed, the chosen one large with sliders, a walk between two.

import { element, guarded, latest, save, show } from "./dom.js";
import { addLabels } from "./labels.js";
import { bodyOf } from "./server.js";
import { Generator } from "./generator.js";
import { draw } from "./pixels.js";
import { normalPoints } from "./random.js";
import { Sliders } from "./sliders.js";
import { Walk } from "./walk.js";

const IMAGES = 24;

export class LatentView {
  constructor(place, model) {
    this.parts = show("latent", place);
    this.label = "Each"; // of all images; "Each": each has the next one
    this.chosen = 0;
    this.drawGrid = latest(() => this.makeGrid());
    this.drawLarge = latest(() => this.makeLarge());
    this.setModel(model);
    this.sliders = new Sliders(this.parts, () => this.drawLarge());
    this.walk = new Walk(this.parts, this);
    if (this.generator.label) addLabels(this.parts.labels, this.generator.label, ["Each"], (label) => {
      this.label = label;
      this.draw();
    });
    this.addImages();
    this.listen();
    this.begin();
  }

  setModel(model) {
    this.generator = new Generator(model);
    this.count = this.generator.fitting(IMAGES);
  }

  listen() {
    const { seed, newSeed, start, end, savePng, large } = this.parts;
    seed.addEventListener("input", () => seed.validity.valid && seed.value && this.begin());
    newSeed.addEventListener("click", () => {
      seed.value = Math.floor(Math.random() * 1e6);
      this.begin();
    });
    start.addEventListener("click", () => this.walk.set({ start: this.current() }));
    end.addEventListener("click", () => this.walk.set({ end: this.current() }));
    savePng.addEventListener("click", () =>
      large.toBlob((blob) => save(blob, `${this.generator.model.name}-image.png`)));
  }

  /** New points from the seed. */
  begin() {
    this.points = normalPoints(Number(this.parts.seed.value), this.count, this.generator.size);
    this.choose(0);
    this.walk.set({ start: { point: this.points[0], index: 0 }, end: { point: this.points[1], index: 1 } });
    this.drawGrid();
  }

  addImages() {
    for (let i = 0; i < this.count; ++i) {
      const button = element("button", { ariaLabel: `Image ${i + 1}` }, element("canvas"));
      button.addEventListener("click", () => this.choose(i));
      this.parts.grid.append(button);
    }
  }

  choose(index) {
    this.chosen = index;
    [...this.parts.grid.children].forEach((button, i) => (button.ariaPressed = i === index));
    this.parts.large.ariaLabel = `Image ${index + 1}, large`;
    this.sliders.setPoint(this.points[index]);
    this.drawLarge();
  }

  labelOf(index) {
    return this.label === "Each" ? index % this.generator.labels : this.label;
  }

  /** The chosen point as the sliders moved it, and which image of the grid it was. */
  current() {
    return { point: this.sliders.point, index: this.chosen };
  }

  /** The images of points that began as these images of the grid. */
  images(points, indices) {
    return this.generator.images(points, indices.map((index) => this.labelOf(index)));
  }

  draw() {
    this.drawGrid();
    this.drawLarge();
    this.walk.draw();
  }

  async makeGrid() {
    const images = await this.images(this.points, [...this.points.keys()]);
    this.parts.grid.querySelectorAll("canvas").forEach((canvas, i) => draw(canvas, images[i]));
  }

  async makeLarge() {
    const { point, index } = this.current();
    draw(this.parts.large, (await this.images([point], [index]))[0]);
  }

  /** The model was replaced by one of the same form. */
  refresh = guarded(async (model) => {
    this.setModel(model);
    this.draw();
    await this.sliders.refresh();
  });

  /** What the layers tab shows the maps of. */
  input() {
    const { point, index } = this.current();
    return bodyOf(this.generator.model, this.generator.arrays([point], [this.labelOf(index)]));
  }

  close() {
    this.walk.stop();
  }
}
