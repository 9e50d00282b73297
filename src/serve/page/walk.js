// A walk between two points of the latent space, as frames that are played and saved.

import { guarded, latest, save } from "./dom.js";
import { animation } from "./apng.js";
import { draw } from "./pixels.js";

const FRAMES = 32;
const FRAMES_PER_SECOND = 12;
const SAVED_SIDE = 256; // pixels of the saved animation, at least

/** Between a and b. Normal points of many numbers lie near a sphere: the way follows it. */
export function between(a, b, t) {
  const dot = a.reduce((sum, number, i) => sum + number * b[i], 0);
  const angle = Math.acos(Math.max(-1, Math.min(1, dot / (Math.hypot(...a) * Math.hypot(...b)))));
  const sine = Math.sin(angle);
  const [ofA, ofB] =
    sine > 1e-3 ? [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine] : [1 - t, t];
  return a.map((number, i) => ofA * number + ofB * b[i]);
}

export class Walk {
  /** `source` makes images: images(points, indices). */
  constructor(parts, source) {
    this.parts = parts;
    this.source = source;
    this.images = [];
    this.draw = latest(() => this.makeFrames());
    parts.position.addEventListener("input", () => this.showFrame(parts.position.valueAsNumber));
    parts.play.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    parts.saveWalk.addEventListener("click", guarded(() => this.save()));
  }

  /** Walks from `start` to `end`, both {point, index}; one that is not given stays. */
  set({ start = this.start, end = this.end }) {
    this.start = start;
    this.end = end;
    this.draw();
  }

  async makeFrames() {
    const { start, end } = this;
    const last = this.source.generator.fitting(FRAMES) - 1;
    const places = Array.from({ length: last + 1 }, (_, i) => i / last);
    this.images = await this.source.images(places.map((place) => between(start.point, end.point, place)),
                                           places.map((place) => (place < 0.5 ? start : end).index));
    const { position, startImage, endImage } = this.parts;
    position.max = last;
    draw(startImage, this.images[0]);
    draw(endImage, this.images[last]);
    this.showFrame(position.valueAsNumber);
  }

  showFrame(index) {
    const { frame, place, position } = this.parts;
    if (!this.images[index]) return;
    const percent = `${Math.round((100 * index) / (this.images.length - 1))} %`;
    draw(frame, this.images[index]);
    place.textContent = percent;
    position.value = index;
    position.setAttribute("aria-valuetext", percent);
  }

  play() {
    let step = 1;
    this.timer = setInterval(() => {
      const at = this.parts.position.valueAsNumber;
      if (at + step < 0 || at + step >= this.images.length) step = -step;
      this.showFrame(at + step);
    }, 1000 / FRAMES_PER_SECOND);
    this.parts.play.textContent = "Stop";
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.parts.play.textContent = "Play";
  }

  /** There and back again, as a file. */
  async save() {
    const frames = [...this.images, ...this.images.slice(1, -1).reverse()];
    const zoom = Math.ceil(SAVED_SIDE / Math.max(frames[0].width, frames[0].height));
    const file = await animation(frames, { zoom, framesPerSecond: FRAMES_PER_SECOND });
    save(file, `${this.source.generator.model.name}-walk.png`);
  }
}
