// Templates, errors, and tasks of which only the newest counts.

/** Puts a copy of a template into a place. Returns its elements by the name in data-part. */
export function show(template, place) {
  place.replaceChildren(document.getElementById(template).content.cloneNode(true));
  const parts = {};
  for (const element of place.querySelectorAll("[data-part]")) parts[element.dataset.part] = element;
  return parts;
}

/** A new element with these properties and children. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A text of fixed width that scrolls, also by keyboard. */
export function scrollable(text, name) {
  return element("pre", { textContent: text, tabIndex: 0, role: "region", ariaLabel: name });
}

let failed = null; // the task whose problem is shown

/** Shows at the top of the page what went wrong in a task; "" takes away what this task had said. */
export function say(problem, task) {
  if (!problem && task !== failed) return;
  const place = document.getElementById("problem");
  const isSaid = task === failed && !place.hidden && place.querySelector("p").textContent === problem;
  if (isSaid) return; // or a screen reader would say it again
  failed = task;
  place.querySelector("p").textContent = problem;
  place.hidden = !problem;
}

/** The task; what it throws is shown. */
export function guarded(task) {
  return async (...values) => {
    try {
      await task(...values);
      say("", task);
    } catch (error) {
      say(error.message, task);
    }
  };
}

/** The task, one call at a time; of the calls that come meanwhile, only the newest runs. */
export function latest(task) {
  const run = guarded(task);
  let running = false;
  let waiting = null;
  return async (...values) => {
    waiting = values;
    if (running) return;
    running = true;
    while (waiting) {
      const now = waiting;
      waiting = null;
      await run(...now);
    }
    running = false;
  };
}

/** Saves a blob as a file of the user's. */
export function save(blob, name) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
