// A canvas to draw on, white on black, with mouse, finger or keys.

const SHOWN = 280; // pixels of the canvas, at least

export class Pad {
  /** For a model's image of rows × columns; a pixel of it is `zoom` × `zoom` pixels of the canvas. */
  constructor({ canvas, pen, brush }, rows, columns, onChange) {
    Object.assign(this, { canvas, pen, brush, onChange });
    const zoom = Math.ceil(SHOWN / Math.max(rows, columns));
    canvas.width = columns * zoom;
    canvas.height = rows * zoom;
    this.context = canvas.getContext("2d", { willReadFrequently: true });
    this.step = Math.max(canvas.width, canvas.height) / 28;
    this.down = false;
    this.blank();
    this.listen();
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.pen.hidden = true;
      this.at = this.placeOf(event);
      this.lineTo(this.at);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (canvas.hasPointerCapture(event.pointerId)) this.lineTo(this.placeOf(event));
    });
    canvas.addEventListener("keydown", (event) => this.press(event));
    canvas.addEventListener("blur", () => (this.pen.hidden = true));
  }

  placeOf({ offsetX, offsetY }) {
    const { width, height, clientWidth, clientHeight } = this.canvas;
    return [(offsetX * width) / clientWidth, (offsetY * height) / clientHeight];
  }

  lineTo(place) {
    const { context, canvas } = this;
    context.lineWidth = (this.brush.valueAsNumber / 100) * Math.max(canvas.width, canvas.height);
    context.strokeStyle = "white";
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(...this.at);
    context.lineTo(...place);
    context.stroke();
    this.at = place;
    this.empty = false;
    this.onChange();
  }

  /** A key of the keyboard: the pen moves, is lowered or lifted. */
  press(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (moves[event.key]) this.movePen(moves[event.key]);
    else if (event.key === " ") this.setDown(!this.down);
    else if (event.key === "Delete") this.clear();
    else return;
    event.preventDefault();
    this.showPen();
  }

  movePen([right, down]) {
    const within = (place, size) => Math.max(0, Math.min(size, place));
    const place = [within(this.at[0] + right * this.step, this.canvas.width),
                   within(this.at[1] + down * this.step, this.canvas.height)];
    if (this.down) this.lineTo(place);
    this.at = place;
  }

  setDown(down) {
    this.down = down;
    this.canvas.ariaLabel = `Drawing area, pen ${down ? "down" : "up"}`;
    if (down) this.lineTo(this.at);
  }

  showPen() {
    const { pen, canvas } = this;
    pen.hidden = false;
    pen.classList.toggle("down", this.down);
    pen.style.left = `${(100 * this.at[0]) / canvas.width}%`;
    pen.style.top = `${(100 * this.at[1]) / canvas.height}%`;
  }

  clear() {
    this.blank();
    this.onChange();
  }

  blank() {
    const { context, canvas } = this;
    context.fillStyle = "black";
    context.fillRect(0, 0, canvas.width, canvas.height);
    this.at = [canvas.width / 2, canvas.height / 2];
    this.empty = true;
  }

  /** Puts the middle of an image on the whole canvas. */
  showImage(image) {
    const { context, canvas } = this;
    const scale = Math.max(canvas.width / image.width, canvas.height / image.height);
    const [width, height] = [canvas.width / scale, canvas.height / scale];
    context.imageSmoothingEnabled = scale < 1;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, (image.width - width) / 2, (image.height - height) / 2, width, height,
                      0, 0, canvas.width, canvas.height);
    this.empty = false;
    this.onChange();
  }
}
