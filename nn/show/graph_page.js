// Draws a graph whose modules open and fold. Comes after elements.js. Rows and links arrive laid out
// (graph_layout.h); sizes depend on which modules are open, so this script measures and places them, as
// graph_figure.cpp and place_slots() do.

const data = JSON.parse(document.getElementById('data').textContent);
const at = id => document.getElementById(id);
const isModule = item => item >= data.operations;
const moduleOf = item => data.modules[item - data.operations];
const open = new Set([data.operations]);  // items; the first module contains everything
const isOpen = item => open.has(item);
const resting = 'Click a module to open it; point at a box to read its details.';

// Where a link ends in a slot, relative to its centre.
const exitOf = ([item, isLine]) => isLine || !isOpen(item) ? 0 : moduleOf(item).exit - moduleOf(item).width / 2;
const entryOf = ([item, isLine], source) =>
  isLine || !isOpen(item) ? 0 : moduleOf(item).entries.get(source) - moduleOf(item).width / 2;

function placeSlots(module, widths, ends) {
  const centres = widths.map(row => row.map(() => 0));
  const above = widths.map(() => []), below = widths.map(() => []);
  module.links.forEach(([row, from, to], i) => {
    const slant = ends[i][1] - ends[i][0];
    below[row].push([from, to, slant]);
    above[row + 1].push([to, from, -slant]);
  });
  for (let sweep = 0; sweep < 9; ++sweep) {
    const downward = sweep % 2 === 0;
    for (let step = 0; step < widths.length; ++step) {
      const row = downward ? step : widths.length - 1 - step;
      const x = centres[row], sum = x.map(() => 0), count = x.map(() => 0);
      for (const [here, there, slant] of (downward ? above : below)[row]) {
        sum[here] += centres[downward ? row - 1 : row + 1][there] + slant;
        ++count[here];
      }
      let edge = 0, off = 0;
      x.forEach((old, i) => {
        const wish = count[i] > 0 ? sum[i] / count[i] : old;
        x[i] = i === 0 ? wish : Math.max(wish, edge + widths[row][i] / 2);
        edge = x[i] + widths[row][i] / 2 + data.gap;
        off += x[i] - wish;
      });
      centres[row] = x.map(centre => centre - off / x.length);
    }
  }
  const left = Math.min(...centres.flatMap((row, r) => row.map((centre, i) => centre - widths[r][i] / 2)));
  return centres.map(row => row.map(centre => centre - left));
}

function sizeOf([item, isLine]) {
  if (isLine) return {width: 4, height: 0};
  return isOpen(item) ? measure(item) : data.boxes[item];
}

function measure(item) {
  const module = moduleOf(item), outermost = item === data.operations, margin = outermost ? 0 : data.margin;
  const sizes = module.rows.map(row => row.map(sizeOf)), widths = sizes.map(row => row.map(size => size.width));
  module.heights = sizes.map(row => Math.max(...row.map(size => size.height)));
  let y = outermost || module.rows[0][0][1] ? 0 : data.title;
  module.tops = module.heights.map(height => {
    const top = y;
    y += height + data.rowGap;
    return top;
  });
  module.height = y - data.rowGap + (module.rows.at(-1)[0][1] ? 0 : margin);
  const ends = module.links.map(([row, from, to]) => {
    const upper = module.rows[row][from], lower = module.rows[row + 1][to];
    return [exitOf(upper), entryOf(lower, upper[0])];
  });
  module.centres = placeSlots(module, widths, ends).map(row => row.map(centre => centre + margin));
  module.entries = new Map(module.rows[0][0][1] ? module.rows[0].map(([source], i) => [source, module.centres[0][i]]) : []);
  module.exit = module.centres.at(-1)[0];
  module.nameLeft = 10;
  let width = Math.max(...module.centres.flatMap((row, r) => row.map((centre, i) => centre + widths[r][i] / 2 + margin)));
  if (!outermost) {
    for (const x of [...module.entries.values()].sort((a, b) => a - b)) {
      if (x < module.nameLeft + module.nameWidth + 4) module.nameLeft = x + 8;
    }
    width = Math.max(width, module.nameLeft + module.nameWidth + margin);
  }
  module.width = width + (module.upward.length > 0 ? data.upward : 0);
  return module;
}

const read = text => { at('readout').textContent = text ?? resting; };

// The event listeners of every box, open or folded.
function listeners(text, press) {
  return {pointerenter: () => read(text), pointerleave: () => read(), focus: () => read(text), blur: () => read(),
    ...press && {click: event => { event.stopPropagation(); press(); },
      keydown: event => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        press();
      }}};
}

function drawBox(item, place) {
  const box = data.boxes[item], left = place.left, top = place.top;
  const press = box.kind === 'folded' ? () => toggle(item) : null;
  return svg('g', {class: box.kind, tabindex: 0, 'data-item': item, 'aria-label': box.hover, ...listeners(box.hover, press),
      role: press ? 'button' : 'img', ...press && {'aria-expanded': 'false'}},
    hover(box.hover),
    svg('rect', {class: 'box', x: left, y: top, width: box.width, height: box.height, rx: box.kind === 'leaf' ? 12 : 4}),
    box.lines.map((line, i) => svg('text', {x: left + box.width / 2, y: top + 17 + data.line * i, 'text-anchor': 'middle',
      class: i === 0 ? 'module-name' : 'small'}, line)));
}

function drawOpen(item, place) {
  const module = moduleOf(item), text = `${data.boxes[item].hover}, open`;
  return svg('g', {class: 'module', 'data-item': item},
    svg('rect', {class: 'open', x: place.left, y: place.top, width: place.width, height: place.height, rx: 6}),
    svg('g', {class: 'handle', role: 'button', tabindex: 0, 'aria-expanded': 'true', 'aria-label': text,
        ...listeners(text, () => toggle(item))},
      hover('fold this module'),
      svg('rect', {class: 'hit', x: place.left + module.nameLeft - 6, y: place.top + 2, width: module.nameWidth + 12, height: 19, rx: 4}),
      svg('text', {class: 'module-name small', x: place.left + module.nameLeft, y: place.top + 16}, module.name)),
    drawInside(item, place.left, place.top));
}

function drawInside(item, left, top) {
  const module = moduleOf(item), drawn = [], boxes = [], byItem = new Map();
  const places = module.rows.map((row, r) => row.map((slot, i) => {
    const {width, height} = slot[1] ? {width: 0, height: module.heights[r]} : isOpen(slot[0]) ? moduleOf(slot[0]) : data.boxes[slot[0]];
    const place = {left: left + module.centres[r][i] - width / 2, top: top + module.tops[r] + (module.heights[r] - height) / 2, width, height};
    if (!slot[1]) {
      byItem.set(slot[0], place);
      boxes.push(isOpen(slot[0]) ? drawOpen(slot[0], place) : drawBox(slot[0], place));
    }
    return place;
  }));
  for (const [row, i, j, tensors, width, text] of module.links) {
    const from = module.rows[row][i], to = module.rows[row + 1][j], above = places[row][i], below = places[row + 1][j];
    const x1 = above.left + above.width / 2 + exitOf(from), y1 = above.top + above.height;
    const x2 = below.left + below.width / 2 + entryOf(to, from[0]);
    const arrives = !to[1] && !isOpen(to[0]), y2 = below.top - (arrives ? 6 : 0), middle = (y1 + y2) / 2;
    drawn.push(svg('path', {class: 'wire', 'stroke-width': width, 'data-from': from[0], 'data-to': to[0], 'data-tensors': tensors,
      d: `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}${to[1] ? `v${below.height}` : ''}`}, hover(text)));
    if (arrives) drawn.push(svg('path', {class: 'tip', d: `M${x2} ${below.top}l-4 -8h8z`}));
  }
  for (const [from, to] of module.upward) {
    const a = byItem.get(from), b = byItem.get(to), x1 = a.left + a.width, y1 = a.top + a.height / 2;
    const x2 = b.left + b.width, y2 = b.top + b.height / 2, out = Math.max(x1, x2) + data.upward;
    drawn.push(svg('path', {class: 'wire upward', d: `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${x2 + 7} ${y2}`}),
      svg('path', {class: 'tip', d: `M${x2} ${y2}l8 -4v8z`}));
  }
  return [...drawn, ...boxes];
}

function draw() {
  const {width, height} = measure(data.operations), w = width + 16, h = height + 16;
  at('figure').replaceChildren(svg('svg', {xmlns: SVG, class: 'heed', width: w, height: h, viewBox: `0 0 ${w} ${h}`, role: 'group',
      'aria-label': document.title}, svg('style', {}, data.style), svg('rect', {class: 'paper', width: w, height: h}),
    drawInside(data.operations, 8, 8)));
  read();
}

// The module gets a new element, and the focus moves to it.
function toggle(item) {
  if (!open.delete(item)) open.add(item);
  draw();
  const drawn = at('figure').querySelector(`[data-item="${item}"]`);
  (drawn.querySelector('.handle') ?? drawn).focus();
}

function openAll(all) {
  open.clear();
  data.modules.forEach((_, m) => { if (all || m === 0) open.add(data.operations + m); });
  draw();
}

at('open-all').addEventListener('click', () => openAll(true));
at('fold-all').addEventListener('click', () => openAll(false));
at('open-all').disabled = at('fold-all').disabled = data.modules.length < 2;
const modules = data.modules.length - 1;
at('summary').textContent = `${data.boxes[data.operations].lines[1]} in ${modules} module${modules === 1 ? '' : 's'}`;
draw();
