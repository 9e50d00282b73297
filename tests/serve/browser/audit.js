// What a reader's eye needs: contrast of texts, nothing wider than the window, and to see where the focus is.
// Evaluates to a list of complaints.
(() => {
  const complaints = [];

  const channels = (color) => color.match(/[\d.]+/g).map(Number);

  const luminance = (color) => {
    const [red, green, blue] = color.map((level) => {
      const share = level / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const background = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = channels(getComputedStyle(each).backgroundColor);
      if (color[3] === undefined || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    const color = channels(getComputedStyle(element).color).slice(0, 3);
    const ratio = contrast(color, background(element).slice(0, 3));
    if (ratio < 4.5) complaints.push(`contrast ${ratio.toFixed(2)}: ${texts.currentNode.textContent.trim()}`);
  }

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) complaints.push(`the page is ${scrollWidth} pixels wide, the window ${clientWidth}`);

  for (const element of document.querySelectorAll("[id]")) {
    if (document.querySelectorAll(`[id="${element.id}"]`).length > 1) complaints.push(`two elements are #${element.id}`);
  }
  const before = document.activeElement;
  for (const element of document.querySelectorAll("button, input, select, textarea, a[href], summary, [tabindex='0']")) {
    if (!element.checkVisibility()) continue;
    element.focus({ focusVisible: true, preventScroll: true });
    const shown = element.closest(".file, .divider") ?? element;
    if (document.activeElement === element && getComputedStyle(shown).outlineStyle === "none")
      complaints.push(`no outline on focus: ${element.outerHTML}`);
  }
  before.focus({ focusVisible: false, preventScroll: true });
  return complaints;
})();
