// Image → image: what the model makes of a PNG or JPEG, beside it.

import { latest, show } from "./dom.js";
import { getProgress, makeImage } from "./server.js";
import { Divider } from "./divider.js";
import { reducedImage, takeImages, uprightImage } from "./photo.js";

const PROGRESS_EVERY = 250; // milliseconds
const REFRESH_EVERY = 3000; // milliseconds, at least, for a model that trains
const MAP_SIDE = 256; // pixels of the image whose feature maps are shown, at most

export class PictureView {
  constructor(place, model) {
    this.model = model;
    this.parts = show("picture", place);
    this.divider = new Divider(this.parts);
    this.run = latest((file) => this.make(file));
    takeImages(this.parts, (file) => this.run((this.file = file)));
  }

  async make(file) {
    const isNew = file !== this.shown?.file;
    try {
      const image = isNew ? await uprightImage(file) : this.shown.image;
      const started = performance.now();
      const made = await (isNew ? this.withProgress((id) => makeImage(image, id)) : makeImage(image));
      await this.showMade(file, image, made, performance.now() - started);
    } catch (error) {
      if (this.file === file) this.file = this.shown?.file;
      throw error;
    } finally {
      this.ended = performance.now();
    }
  }

  async showMade(file, image, made, time) {
    const isNew = file !== this.shown?.file;
    this.shown = { file, image };
    this.parts.result.hidden = false;
    await this.divider.show(image, made, isNew);
    const { before, after, download, facts } = this.parts;
    facts.textContent = `${before.naturalWidth}×${before.naturalHeight} → ` +
      `${after.naturalWidth}×${after.naturalHeight} pixels in ${(time / 1000).toFixed(2)} s`;
    download.href = after.src;
    download.download = `${(file.name ?? "image").replace(/\.\w+$/, "")}-${this.model.name}.png`;
  }

  /** Runs a task of the server's and shows how far it is. */
  async withProgress(task) {
    const { working, doing, progress } = this.parts;
    const id = Math.random().toString(36).slice(2);
    doing.textContent = "Working …";
    progress.removeAttribute("value");
    working.hidden = false;
    const timer = setInterval(() => this.showProgress(id), PROGRESS_EVERY);
    try {
      return await task(id);
    } finally {
      clearInterval(timer);
      working.hidden = true;
    }
  }

  async showProgress(id) {
    const { done, of } = await getProgress(id).catch(() => ({}));
    if (!of) return;
    this.parts.progress.max = of;
    this.parts.progress.value = done;
    this.parts.doing.textContent = `${done} of ${of} parts`;
  }

  /** The model was replaced by one of the same form: what it makes is shown without a word, not too often. */
  refresh(model) {
    this.model = model;
    if (!this.shown || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.run(this.file);
    }, Math.max(0, this.ended + REFRESH_EVERY - performance.now()));
  }

  /** What the layers tab shows the maps of: a large image made smaller, as layers have many maps. */
  async input() {
    if (!this.shown) return null;
    const image = await reducedImage(this.shown.image, MAP_SIDE);
    return { body: image, type: image.type };
  }

  close() {
    clearTimeout(this.timer);
  }
}
