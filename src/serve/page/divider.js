// Two images of one scene, one above the other, and a divider between them.

const SMALL = 448; // pixels of the page: smaller images are enlarged to this

export class Divider {
  constructor({ stage, divider, before, after, line, split, sharp }) {
    Object.assign(this, { stage, divider, before, after, line, split, sharp });
    split.addEventListener("input", () => this.move());
    sharp.addEventListener("change", () => this.setSharp());
  }

  /** Shows the images of two blobs; only for new ones it chooses whether pixels are sharp. */
  async show(before, after, isNew) {
    for (const [image, blob] of [[this.before, before], [this.after, after]]) {
      URL.revokeObjectURL(image.src);
      image.src = URL.createObjectURL(blob);
      await image.decode();
    }
    const { naturalWidth, naturalHeight } = this.after;
    const most = Math.max(naturalWidth, SMALL);
    this.stage.style.width = `min(100%, ${most}px, ${(80 * naturalWidth) / naturalHeight}vh)`;
    if (isNew) this.sharp.checked = naturalWidth < SMALL;
    this.setSharp();
    this.move();
  }

  setSharp() {
    this.divider.classList.toggle("sharp", this.sharp.checked);
  }

  move() {
    this.after.style.clipPath = `inset(0 0 0 ${this.split.value}%)`;
    this.line.style.left = `${this.split.value}%`;
    this.split.setAttribute("aria-valuetext", `${Math.round(this.split.valueAsNumber)} % before`);
  }
}
