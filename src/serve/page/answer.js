// The answer of a classifier as bars, of a discriminator as a gauge.

import { element } from "./dom.js";

const MOST = 20; // classes that are all shown; of more, the best ones are
const BEST = 10;

const percent = (share) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;

function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** A bar: `share` of its width is filled. */
function bar(name, share, text) {
  const fill = element("span", { className: "fill" });
  fill.style.width = `${100 * Math.max(0, Math.min(1, share))}%`;
  const row = element("div", { className: "row", role: "meter", ariaLabel: name, ariaValueMin: 0, ariaValueMax: 1,
                               ariaValueNow: share, ariaValueText: text });
  row.append(element("span", { textContent: name }), element("span", { className: "track" }, fill),
             element("span", { className: "number", textContent: text }));
  return row;
}

/** Bars for the outputs of a model whose last activation is `activation`; classes without a name have a number. */
export function showClasses({ bars, answer, note }, outputs, activation, names) {
  const shares = ["softmax", "sigmoid"].includes(activation) ? [...outputs] : softmax([...outputs]);
  const order = [...shares.keys()].sort((a, b) => shares[b] - shares[a]);
  const shown = shares.length <= MOST ? [...shares.keys()] : order.slice(0, BEST);
  bars.replaceChildren(...shown.map((i) => {
    const row = bar(names[i] || String(i), shares[i], percent(shares[i]));
    row.classList.toggle("best", i === order[0]);
    return row;
  }));
  answer.textContent = `Most likely: ${names[order[0]] || order[0]}`;
  note.textContent = shown.length < shares.length ? `The ${BEST} best of ${shares.length} classes.` : "";
}

/** A gauge for the one number of a discriminator; `most` is the largest that was seen, if it has no bounds. */
export function showScore({ bars, answer, note }, score, activation, [lowName, highName], most) {
  const bounded = activation === "sigmoid";
  const [low, high] = bounded ? [0, 1] : [-most, most];
  const share = (score - low) / (high - low);
  const end = (number, name) => element("span", { textContent: `${number.toFixed(bounded ? 0 : 1)}: ${name}` });
  bars.replaceChildren(bar("Score", share, score.toFixed(3)),
                       element("p", { className: "ends" }, end(low, lowName), end(high, highName)));
  answer.textContent = `Most likely: ${share < 0.5 ? lowName : highName}`;
  note.textContent = bounded ? "" : "The score has no bounds: the ends are the largest seen.";
}
