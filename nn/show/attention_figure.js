// Draws one attention map: a matrix, or lines between words. Comes after elements.js.

// Tokens and numbers for display.
const visible = token => token === '' ? '∅'
  : /^\s+$/.test(token) ? token.replace(/\s/g, '␣') : token.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
const isolated = token => '\u2068' + visible(token) + '\u2069';  // keeps its writing direction
function digits(x, places = 4) {
  if (x === null || Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x < 0 ? '−∞' : '∞';
  const small = places > 2 && x !== 0 && Math.abs(x) < 0.5 * 10 ** -places;
  return (small ? x.toExponential(1) : x.toFixed(places)).replace('-', '−');
}

const ruler = document.createElement('canvas').getContext('2d');
ruler.font = '13px system-ui, "DejaVu Sans", sans-serif';
// The text of a token in a figure, cut to 220 pixels.
function fitted(token) {
  const fits = text => ruler.measureText(text).width <= 220;
  const text = visible(token);
  if (fits(text)) return text;
  const signs = [...text].slice(0, 220);
  while (!fits(signs.join('') + '…')) signs.pop();
  return signs.join('') + '…';
}
const measure = token => ruler.measureText(fitted(token)).width;
const widest = tokens => Math.max(0, ...tokens.map(measure));

// A figure has marks (each shows the weight between a query and a key) and words.
class Figure {
  constructor(title, map, queries, keys, handlers) {
    Object.assign(this, {title, map, queries, keys, handlers, marks: [], words: {query: [], key: []}});
  }

  weight(i, j) { return this.map.weights[i][j]; }

  describe(i, j) {
    return `${isolated(this.queries[i])} → ${isolated(this.keys[j])}: ${digits(this.weight(i, j))}`;
  }

  // Makes the figure wide enough for the drawing, for the title (larger than the ruler's font) and for the axes.
  open(drawing, height) {
    const head = Math.max(1.4 * ruler.measureText(this.title).width, ruler.measureText(this.axes).width) + 16;
    const width = Math.max(drawing, head);
    this.root = svg('svg', {xmlns: SVG, class: 'heed', width, height, viewBox: `0 0 ${width} ${height}`,
                            role: 'group', 'aria-label': this.title},
      hover(this.title), svg('style', {}, data.style + markStyle),
      svg('rect', {class: 'paper', width, height}),
      svg('text', {class: 'title', x: 8, y: 22}, this.title),
      svg('text', {class: 'quiet small', x: 8, y: 40}, this.axes));
    this.root.addEventListener('pointerleave', () => this.handlers.look(null));
  }

  mark(element, i, j) {
    element.dataset.query = i;
    element.dataset.key = j;
    element.append(hover(this.describe(i, j)));
    element.addEventListener('pointerenter', () => this.handlers.look({side: 'cell', query: i, key: j}));
    element.addEventListener('click', () => this.handlers.pin('query', i));
    this.marks.push({element, i, j});
    this.root.append(element);
  }

  // One word: its text, a box that shows its weight, and the value of that weight while a word of the other side is
  // in focus.
  word(side, index, token, box, text, number) {
    const shade = svg('rect', {class: 'shade c0', rx: 3, opacity: 0, ...box});
    const value = svg('text', {class: 'value small quiet', ...number});
    const label = svg('text', text, fitted(token));
    const group = svg('g', {class: 'word', role: 'button', tabindex: index === 0 ? 0 : -1, 'aria-pressed': 'false',
        'aria-label': `${side} ${index}: ${visible(token)}`, 'data-side': side, 'data-index': index,
        pointerenter: () => this.handlers.look({side, index}),
        focus: () => this.handlers.look({side, index}), blur: () => this.handlers.look(null),
        click: () => this.handlers.pin(side, index),
        keydown: event => this.walk(event, side, index)},
      svg('rect', {class: 'hit', ...box}), shade, label, value, fitted(token) === visible(token) ? [] : hover(visible(token)));
    this.words[side].push({group, shade, value});
    this.root.append(group);
  }

  walk(event, side, index) {
    const words = this.words[side];
    const to = {ArrowRight: index + 1, ArrowDown: index + 1, ArrowLeft: index - 1, ArrowUp: index - 1,
                Home: 0, End: words.length - 1}[event.key];
    if (event.key === 'Enter' || event.key === ' ') this.handlers.pin(side, index);
    else if (to === undefined) return;
    else if (words[to]) {
      words[index].group.setAttribute('tabindex', -1);
      words[to].group.setAttribute('tabindex', 0);
      words[to].group.focus();
    }
    event.preventDefault();
  }

  drawMatrix(room) {
    const {queries, keys} = this;
    const left = widest(queries) + 60, slant = widest(keys);
    const top = 62 + 0.87 * (slant + 34);
    const cell = Math.max(18, Math.min(52, Math.floor((room - left - 120) / keys.length), Math.floor(560 / queries.length)));
    const right = left + cell * keys.length, bottom = top + cell * queries.length;
    this.open(right + 0.5 * slant + 60, bottom + 12);
    this.root.append(svg('rect', {class: 'frame', x: left - .5, y: top - .5, width: right - left + 1, height: bottom - top + 1}));
    queries.forEach((_, i) => keys.forEach((_, j) => {
      const x = left + j * cell, y = top + i * cell;
      const written = cell >= 34 && this.weight(i, j) >= 0.005;
      this.mark(svg('g', {class: 'weight'},
        svg('rect', {class: 'hit', x, y, width: cell, height: cell}),
        svg('rect', {class: 'mark c0', x: x + .5, y: y + .5, width: cell - 1, height: cell - 1,
                     opacity: this.weight(i, j) ?? 0}),
        written ? svg('text', {class: 'small' + (this.weight(i, j) > 0.5 ? ' on-half' : '') + (this.weight(i, j) > 0.88 ? ' on-full' : ''), x: x + cell / 2, y: y + cell / 2 + 4,
                               'text-anchor': 'middle'}, digits(this.weight(i, j), 2)) : []), i, j);
    }));
    queries.forEach((token, i) => {
      const y = top + i * cell + cell / 2;
      const width = 1.12 * measure(token) + 10;  // bold text is wider
      this.word('query', i, token, {x: left - 3 - width, y: y - 9, width, height: 18},
        {x: left - 8, y: y + 4.5, 'text-anchor': 'end'}, {x: left - 8 - width, y: y + 4, 'text-anchor': 'end'});
    });
    keys.forEach((token, j) => {
      const x = left + j * cell + cell / 2 + 4, y = top - 6;
      const width = 1.12 * measure(token) + 8;
      const turn = {transform: `rotate(-60 ${x} ${y})`};
      this.word('key', j, token, {x: x - 4, y: y - 13, width, height: 17, ...turn},
        {x, y, ...turn}, {x: x + width, y, ...turn});
    });
  }

  // Two rows of words, keys above queries. If rows would be too long: two columns, keys on the left.
  drawLines(room) {
    const {queries, keys} = this;
    const across = tokens => tokens.map(token => Math.max(42, measure(token) + 14));
    const sum = widths => widths.reduce((a, b) => a + b, 0);
    const keyWidths = across(keys), queryWidths = across(queries);
    const needed = Math.max(sum(keyWidths), sum(queryWidths));
    const rows = needed + 24 <= room;
    const length = Math.min(room - 24, 1.6 * needed);  // both rows are spread over this length
    const ends = {};
    if (rows) {
      this.open(length + 24, 300);
      const place = (widths, y) => {
        const gap = (length - sum(widths)) / widths.length;
        let x = 12 - gap / 2;
        return widths.map(width => ({x: (x += width + gap) - width / 2, y, width}));
      };
      ends.key = place(keyWidths, 88);
      ends.query = place(queryWidths, 250);
    } else {
      const keyWidth = widest(keys) + 14, queryWidth = widest(queries) + 14;
      const height = 22 * Math.max(keys.length, queries.length);
      this.open(keyWidth + queryWidth + 380, height + 70);
      const place = (tokens, x, width) => tokens.map((_, i) =>
        ({x, y: 62 + (i + .5) * height / tokens.length, width}));
      ends.key = place(keys, 60 + keyWidth, keyWidth);
      ends.query = place(queries, 320 + keyWidth, queryWidth);
    }
    queries.forEach((_, i) => keys.forEach((_, j) => {
      const w = this.weight(i, j), a = ends.key[j], b = ends.query[i];
      if (!(w >= 0.003)) return;
      this.mark(svg('g', {class: 'weight'}, svg('line', {class: 'stroke c0', x1: a.x, y1: rows ? a.y + 12 : a.y,
        x2: b.x, y2: rows ? b.y - 12 : b.y, 'stroke-width': 1 + 4 * w, 'stroke-opacity': Math.max(w, 0.04)})), i, j);
    }));
    for (const side of ['key', 'query']) {
      ends[side].forEach(({x, y, width}, index) => {
        const first = side === 'key';  // above, or on the left
        const box = rows ? {x: x - width / 2 + 2, width: width - 4} : {x: first ? x - width : x, width};
        const text = rows ? {x, 'text-anchor': 'middle'} : {x: x + (first ? -7 : 7), 'text-anchor': first ? 'end' : 'start'};
        const number = rows ? {x, y: first ? y - 16 : y + 24, 'text-anchor': 'middle'}
          : {x: first ? x - width - 6 : x + width + 6, y: y + 4, 'text-anchor': first ? 'end' : 'start'};
        this.word(side, index, this[side === 'key' ? 'keys' : 'queries'][index], {...box, y: y - 10, height: 20},
          {...text, y: y + 4.5}, number);
      });
    }
  }

  // Shows only the weights of `focus`: {side, index}, {side: 'cell', query, key}, or null for all.
  emphasise(focus, pinned) {
    const chosen = (side, index) => focus && (focus.side === side ? focus.index === index : focus.side === 'cell' && focus[side] === index);
    const on = (i, j) => !focus || (focus.side === 'query' ? focus.index === i : focus.side === 'key' ? focus.index === j
      : focus.query === i || focus.key === j);
    for (const {element, i, j} of this.marks) element.classList.toggle('off', !on(i, j));
    for (const side of ['query', 'key']) this.words[side].forEach(({group, shade, value}, index) => {
      let weight = null;  // the weight of this word, if a word of the other side is in focus
      if (focus && focus.side !== side && focus.side !== 'cell') {
        weight = side === 'key' ? this.weight(focus.index, index) : this.weight(index, focus.index);
      }
      shade.setAttribute('opacity', weight ?? 0);
      value.textContent = weight === null ? '' : digits(weight, 2);
      group.classList.toggle('chosen', Boolean(chosen(side, index)));
      const held = pinned !== null && pinned.side === side && pinned.index === index;
      group.classList.toggle('pinned', held);
      group.setAttribute('aria-pressed', held);
    });
  }
}
