/* Evaluated in a page, its value is the answer: sentences about text that is cut, overlapping or unreadable. */
(() => {
  const LEAST_CONTRAST = 4.5; // WCAG 2.2, 1.4.3
  const LEAST_FONT_PX = 11;
  const TOUCH_PX = 2;
  const faults = [];

  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  /** Any CSS colour over an opaque one, as [red, green, blue] of 0 to 255. */
  const over = (colour, [red, green, blue]) => {
    pixel.fillStyle = `rgb(${red},${green},${blue})`;
    pixel.fillRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return Array.from(pixel.getImageData(0, 0, 1, 1).data).slice(0, 3);
  };
  const probe = document.body.appendChild(document.createElement('div'));
  probe.style.backgroundColor = 'Canvas';
  // By the element: the drawing surface takes the system's light colour always.
  const canvas = over(getComputedStyle(probe).backgroundColor, [255, 255, 255]);
  probe.remove();
  const backgroundOf = (element) => {
    const under = element.parentElement ? backgroundOf(element.parentElement) : canvas;
    const style = getComputedStyle(element);
    if (!(element instanceof SVGElement)) return over(style.backgroundColor, under);
    return under;
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth + 1) faults.push(`the page is ${scrollWidth} px wide in a window of ${clientWidth} px`);

  const boxes = [];
  const told = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    const text = node.data.trim();
    if (text === '' || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const style = getComputedStyle(element);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects())
      if (right > left && bottom > top) boxes.push({ left, right, top, bottom, text, node });
    const colour = element instanceof SVGElement ? style.fill : style.color;
    const background = backgroundOf(element);
    const seen = contrast(over(colour, background), background);
    const tell = (why) => {
      const key = `${why.replace(/[\d.]+/g, '')} ${element.tagName} ${element.className}`;
      if (!told.has(key)) faults.push(`"${text.slice(0, 60)}": ${why}`);
      told.add(key);
    };
    if (seen < LEAST_CONTRAST) tell(`contrast of ${seen.toFixed(1)}`);
    if (parseFloat(style.fontSize) < LEAST_FONT_PX) tell(`letters of ${style.fontSize}`);
    for (let box = element; box; box = box.parentElement) {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
      const cutX = ['hidden', 'clip'].includes(overflowX) && box.scrollWidth > box.clientWidth + 1;
      const cutY = ['hidden', 'clip'].includes(overflowY) && box.scrollHeight > box.clientHeight + 1;
      if (cutX || cutY || (textOverflow === 'ellipsis' && box.scrollWidth > box.clientWidth + 1)) tell('is cut');
    }
  }

  boxes.sort((a, b) => a.top - b.top);
  for (const [at, one] of boxes.entries()) {
    for (let next = at + 1; next < boxes.length && boxes[next].top < one.bottom - TOUCH_PX; next++) {
      const other = boxes[next];
      if (other.node === one.node) continue;
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > TOUCH_PX && high > TOUCH_PX)
        faults.push(`"${one.text.slice(0, 40)}" lies over "${other.text.slice(0, 40)}"`);
    }
  }
  return faults.slice(0, 20);
})();
