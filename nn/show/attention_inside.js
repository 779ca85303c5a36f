// Computes one query's weights and output again, number by number. Comes after attention_figure.js.

// A vector as a strip of squares: blue above zero, orange below; the opacity shows the magnitude. A long vector is
// broken into lines.
function strip(vector, largest) {
  const n = vector.length;
  const [columns, size, height] = n <= 16 ? [n, 9, 14] : n <= 32 ? [n, 5, 14] : [n <= 256 ? 32 : 64, 4, 4];
  return svg('svg', {class: 'strip', width: size * Math.min(n, columns), height: height * Math.ceil(n / columns), role: 'img',
                     'aria-label': 'vector of ' + n},
    vector.map((x, i) => svg('rect', {class: x < 0 ? 'negative' : 'positive', x: size * (i % columns),
      y: height * Math.floor(i / columns), width: size - .5, height: height - .5,
      opacity: largest > 0 ? Math.min(1, Math.abs(x) / largest) : 0}, hover(`component ${i}: ${digits(x)}`))));
}
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const largest = vectors => Math.max(0, ...vectors.map(v => Math.max(0, ...v.map(Math.abs))));
const times = (factor, vector) => vector.map(x => factor * x);
const plus = (a, b) => a.map((x, i) => x + b[i]);
function softmax(scores) {
  const highest = Math.max(...scores);
  const powers = scores.map(score => Number.isFinite(highest) ? Math.exp(score - highest) : NaN);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map(power => power / sum);
}

// Computes the output of one query in the same order as the model.
function follow(inside, query) {
  const q = inside.q[query];
  const activations = inside.form === 'additive' ? inside.k.map(k => plus(q, k).map(Math.tanh)) : null;
  const scores = inside.k.map((k, j) => activations ? dot(inside.direction, activations[j]) : dot(q, k));
  const scaled = activations ? scores : scores.map(score => score * inside.scale);
  const allowed = inside.k.map((_, j) => inside.mask === null || inside.mask[query][j] !== 0);
  const masked = scaled.map((score, j) => allowed[j] ? score : -Infinity);
  const soft = softmax(masked);
  const best = soft.indexOf(Math.max(...soft));
  const weights = inside.hard ? soft.map((_, j) => j === best ? 1 : 0) : soft;
  const output = inside.v.map((v, j) => times(weights[j], v)).reduce(plus);
  return {q, activations, scores, scaled, allowed, masked, soft, weights, output};
}

const number = x => html('td', {class: 'number'}, digits(x));
const headRow = names => html('tr', {}, names.map(name => html('th', {scope: 'col'}, name)));

function insideTable(inside, way, keys, chosen, choose) {
  const additive = inside.form === 'additive', [q, k] = inside.names ?? ['', ''];
  const scaled = !additive && inside.scale !== 1;
  const sizes = {k: largest(inside.k.concat([way.q])), a: 1, v: largest(inside.v)};
  const head = ['key', ...additive ? ['projected key', 'tanh(query + key)', 'v · tanh'] : [k, `${q} · ${k}`],
                ...scaled ? ['× scale'] : [], 'mask', 'softmax', ...inside.hard ? ['chosen'] : [], additive ? 'value' : 'V'];
  const rows = keys.map((token, j) => html('tr', {class: j === chosen ? 'chosen' : '', 'data-key': j},
    html('td', {}, html('button', {type: 'button', 'aria-pressed': j === chosen, click: () => choose(j)}, html('bdi', {}, visible(token)))),
    html('td', {}, strip(inside.k[j], sizes.k)),
    additive ? html('td', {}, strip(way.activations[j], sizes.a)) : [],
    number(way.scores[j]),
    scaled ? number(way.scaled[j]) : [],
    html('td', {}, way.allowed[j] ? 'allowed' : 'hidden'),
    number(way.soft[j]),
    inside.hard ? number(way.weights[j]) : [],
    html('td', {}, strip(inside.v[j], sizes.v))));
  return html('table', {id: 'inside-table'}, html('thead', {}, headRow(head)), html('tbody', {}, rows));
}

// Every component of the score, and of the contribution of the chosen key to the output.
function componentTables(inside, way, j) {
  const k = inside.k[j], v = inside.v[j], w = way.weights[j];
  const additive = inside.form === 'additive';
  const scoreHead = additive ? ['', 'query', 'key', 'tanh of the sum', 'v', 'product'] : ['', ...inside.names, 'product'];
  const scoreRows = way.q.map((q, i) => html('tr', {}, html('td', {class: 'number quiet'}, String(i)), number(q), number(k[i]),
    additive ? [number(way.activations[j][i]), number(inside.direction[i]), number(inside.direction[i] * way.activations[j][i])]
      : number(q * k[i])));
  const sum = html('tr', {}, html('th', {colspan: additive ? 5 : 3}, 'sum'), number(way.scores[j]));
  const outputRows = v.map((x, i) => html('tr', {}, html('td', {class: 'number quiet'}, String(i)), number(x), number(w * x), number(way.output[i])));
  return html('div', {class: 'bar components'},
    html('table', {id: 'score-components'}, headRow(scoreHead), scoreRows, sum),
    html('table', {id: 'output-components'}, headRow(['', additive ? 'value' : 'V', `${digits(w)} ×`, 'summed over all keys']), outputRows));
}

function drawInside(container, map, queries, keys, query, chosen, choose) {
  container.replaceChildren();
  if (query === null) {
    container.append(html('p', {class: 'quiet'}, 'Pin a query to see how its weights are computed.'));
    return;
  }
  const inside = map.inside;
  if (inside === null) {
    container.append(html('p', {class: 'quiet'}, data.noInside));
    return;
  }
  const way = follow(inside, query);
  const additive = inside.form === 'additive';
  const [q, k] = inside.names ?? ['', ''];
  const scaling = inside.scale === 1 ? '' : ` × ${digits(inside.scale)}`;
  const error = Math.max(...way.weights.map((w, j) => Math.abs(w - map.weights[query][j])));
  container.append(
    html('p', {}, 'Query ', html('b', {}, html('bdi', {}, visible(queries[query]))),
      additive ? ': score = v · tanh(query + key), weights = softmax(score), ' +
          (inside.hard ? 'context = the value with the largest weight.' : 'context = Σ weight × value.')
        : `: score = ${q} · ${k}${scaling}, weights = softmax(score), output = Σ weight × V.`),
    html('div', {class: 'bar'}, additive ? 'projected query' : q, strip(way.q, largest(inside.k.concat([way.q])))),
    insideTable(inside, way, keys, chosen, choose),
    html('div', {class: 'bar'}, additive ? 'context' : 'output', strip(way.output, largest(inside.v))),
    html('p', {class: 'quiet', id: 'inside-error'},
      `Recomputed here from ${additive ? 'the projections' : 'these numbers'}; largest difference from the weights of the model: `,
      html('span', {class: 'number'}, error.toExponential(1)), '. Blue is above zero, orange below; point at a square for its value.'),
    html('h3', {}, 'Each component for the key ', html('bdi', {}, visible(keys[chosen]))),
    componentTables(inside, way, chosen));
}
