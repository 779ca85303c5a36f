// The controls of the attention page; starts the page. Comes after attention_inside.js.

const data = JSON.parse(document.getElementById('data').textContent);
const markStyle = `.heed .hit{fill:transparent;stroke:none}
.heed .stroke{stroke:currentColor;fill:none}
.heed .shade{fill:currentColor;fill-opacity:.55}
.heed .on-full{fill:#ffffff}
.heed .off{opacity:.18}
.heed .off text{display:none}
.heed .chosen text,.heed .pinned text{font-weight:700}
.heed .pinned .hit{stroke:currentColor;stroke-width:1.5}
@media (prefers-color-scheme:dark){.heed .c0{color:#8fd0ff}.heed .shade{fill-opacity:.4}.heed .on-half{fill:#000000}}
`;
// On dark paper, a weight of 0.05 is visible only if a weight of 1 is bright. The text on a square has the colour that is
// readable on it.
const at = id => document.getElementById(id);
const kindNames = {encoder: 'encoder: source attends to source', decoder: 'decoder: input attends to input',
                   cross: 'cross: target attends to source'};

// The reader's choices. `step` is the token that is being produced, or null for the whole sentence.
const state = {sentence: 0, reading: 0, kind: '', layer: 0, head: 0, view: 'matrix', step: null,
               pinned: null, look: null, key: null};
let figure = null;

const sentence = () => data.sentences[state.sentence];
const reading = () => sentence().readings[state.reading];
const maps = () => reading().maps;
const current = () => maps().find(m => m.kind === state.kind && m.layer === state.layer && m.head === state.head);
const unique = values => [...new Set(values)];
const inputs = () => [data.start, ...reading().target.slice(0, -1)].slice(0, reading().target.length);
const queries = () => ({encoder: sentence().source, decoder: inputs(), cross: reading().target})[state.kind];
const keys = () => state.kind === 'decoder' ? inputs() : sentence().source;
const place = map => `${map.kind} attention, layer ${map.layer}, head ${map.head}`;

function options(select, values, text, chosen) {
  select.replaceChildren(...values.map(value => html('option', {value}, text(value))));
  select.value = chosen;
  select.disabled = values.length < 2;
}

// Keeps the choices valid: falls back to the first kind, layer or head that exists.
function settle() {
  const pick = (values, value) => values.includes(value) ? value : values[0];
  const kinds = unique(maps().map(m => m.kind));
  state.kind = pick(kinds, state.kind);
  const layers = unique(maps().filter(m => m.kind === state.kind).map(m => m.layer));
  state.layer = pick(layers, state.layer);
  const heads = unique(maps().filter(m => m.kind === state.kind && m.layer === state.layer).map(m => m.head));
  state.head = pick(heads, state.head);
  const side = state.pinned && (state.pinned.side === 'query' ? queries() : keys());
  if (state.pinned && state.pinned.index >= side.length) state.pinned = null;
  if (state.step !== null && state.step >= reading().target.length) state.step = null;
  if (state.key !== null && state.key >= keys().length) state.key = null;
  options(at('kind'), kinds, kind => kindNames[kind], state.kind);
  options(at('layer'), layers, String, state.layer);
  options(at('head'), heads, String, state.head);
  options(at('sentence'), data.sentences.map((_, i) => i), i => {
    const words = data.sentences[i].source.map(visible).join(' ');
    return `${i + 1}: ${words.length > 60 ? words.slice(0, 60) + '…' : words}`;
  }, state.sentence);
  at('epochs').hidden = sentence().readings.length < 2;
  at('epoch').max = sentence().readings.length - 1;
  at('epoch').value = state.reading;
  at('epoch-name').textContent = reading().name;
  at('epoch').setAttribute('aria-valuetext', reading().name);
}

// Where queries are target tokens, the step is also the pinned query.
function goTo(step) {
  state.step = step;
  if (state.kind !== 'encoder') state.pinned = step === null ? null : {side: 'query', index: step};
  refresh();
}

function pin(side, index) {
  const again = state.pinned && state.pinned.side === side && state.pinned.index === index;
  state.pinned = again ? null : {side, index};
  if (state.kind !== 'encoder') state.step = state.pinned && side === 'query' ? index : null;
  refresh();
}

function look(focus) {
  state.look = focus;
  emphasise();
}

function emphasise() {
  const focus = state.look ?? state.pinned;
  figure.emphasise(focus, state.pinned);
  at('readout').textContent = readout(focus);
}

function readout(focus) {
  if (!focus) return 'Point at a word or a weight to read its values.';
  if (focus.side === 'cell') return figure.describe(focus.query, focus.key);
  const query = focus.side === 'query';
  const others = (query ? keys() : queries()).map((token, n) =>
    ({token, weight: query ? figure.weight(focus.index, n) : figure.weight(n, focus.index)}));
  const strongest = others.sort((a, b) => b.weight - a.weight).slice(0, 4)
    .map(({token, weight}) => `${isolated(token)} ${digits(weight)}`).join(', ');
  const token = isolated((query ? queries() : keys())[focus.index]);
  return query ? `${token} attends to: ${strongest}` : `${token} is attended to by: ${strongest}`;
}

function drawFigure() {
  figure = new Figure(place(current()), current(), queries(), keys(), {look, pin});
  figure.axes = state.view === 'matrix' ? 'rows: queries, columns: keys; each row sums to 1'
    : 'keys above or on the left, queries below or on the right';
  const room = at('figure').clientWidth - 8;
  if (state.view === 'matrix') figure.drawMatrix(room);
  else figure.drawLines(room);
  at('figure').replaceChildren(figure.root);
}

// Small multiples: one pixel for each weight, enlarged by the browser.
function drawHeads() {
  const colour = getComputedStyle(figure.root.querySelector('.c0') ?? figure.root).color;  // the colour of the marks
  at('heads').replaceChildren(...maps().filter(m => m.kind === state.kind).map(m => {
    const canvas = html('canvas', {width: m.weights[0]?.length ?? 1, height: m.weights.length || 1, 'aria-hidden': 'true'});
    const brush = canvas.getContext('2d');
    brush.fillStyle = colour;
    m.weights.forEach((row, i) => row.forEach((weight, j) => {
      brush.globalAlpha = Math.min(1, Math.max(0, weight ?? 0));
      brush.fillRect(j, i, 1, 1);
    }));
    return html('button', {type: 'button', class: 'small-multiple', 'aria-label': place(m),
                           'aria-pressed': m === current(), 'data-layer': m.layer, 'data-head': m.head,
                           click: () => choose({layer: m.layer, head: m.head})},
      canvas, html('span', {}, `layer ${m.layer} head ${m.head}`));
  }));
}

function drawDecoding() {
  const {target, candidates} = reading();
  const step = state.step;
  at('back').disabled = step === null || step === 0;
  at('next').disabled = (step ?? -1) >= target.length - 1;
  at('whole').disabled = step === null;
  at('produced').replaceChildren(...target.flatMap((token, t) => [html('button', {type: 'button', 'data-step': t,
    class: 'token' + (step === null || t < step ? '' : t === step ? ' now' : ' later'),
    'aria-current': t === step ? 'step' : 'false', click: () => goTo(t)}, html('bdi', {}, visible(token))), ' ']));
  const shown = step === null ? [] : candidates[step] ?? [];
  const note = step === null ? 'Choose a token, or press next, to see the candidates of the model.'
    : shown.length === 0 ? 'No candidates were recorded.' : `Step ${step + 1} of ${target.length}: the most likely tokens`;
  at('candidates').replaceChildren(html('p', {class: 'quiet'}, note),
    html('table', {}, shown.map(([token, probability]) => {
      const bar = html('div', {class: 'probability'});
      bar.style.width = `${(100 * probability).toFixed(1)}%`;
      return html('tr', {class: token === target[step] ? 'chosen' : ''}, html('td', {}, html('bdi', {}, visible(token))),
        html('td', {class: 'number'}, digits(probability)), html('td', {class: 'track'}, bar));
    })));
}

function drawInsidePanel() {
  const query = state.pinned && state.pinned.side === 'query' ? state.pinned.index : null;
  const row = query === null ? [] : current().weights[query];
  const chosen = state.key ?? row.indexOf(Math.max(...row));
  drawInside(at('inside-content'), current(), queries(), keys(), query, Math.max(0, chosen), key => {
    state.key = key;
    drawInsidePanel();
    at('inside-content').querySelector('button[aria-pressed="true"]').focus();
  });
}

// A pin or a step does not replace the figure, so the keyboard focus stays where it is.
function refresh() {
  emphasise();
  drawDecoding();
  drawInsidePanel();
}

function choose(change) {
  if ('kind' in change || 'sentence' in change) Object.assign(state, {pinned: null, step: null, key: null});
  Object.assign(state, change, {look: null});
  if ('sentence' in change) state.reading = sentence().readings.length - 1;
  settle();
  drawFigure();
  drawHeads();
  refresh();
}

function save() {
  const text = '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(figure.root);
  const link = html('a', {href: URL.createObjectURL(new Blob([text], {type: 'image/svg+xml'})),
                          download: `${place(current()).replace(/[ ,]+/g, '-')}.svg`});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

for (const id of ['sentence', 'layer', 'head']) at(id).addEventListener('change', () => choose({[id]: Number(at(id).value)}));
for (const id of ['kind', 'view']) at(id).addEventListener('change', () => choose({[id]: at(id).value}));
at('epoch').addEventListener('input', () => choose({reading: Number(at('epoch').value)}));
at('back').addEventListener('click', () => goTo(state.step - 1));
at('next').addEventListener('click', () => goTo(state.step === null ? 0 : state.step + 1));
at('whole').addEventListener('click', () => goTo(null));
at('save').addEventListener('click', save);
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  Object.assign(state, {pinned: null, look: null, step: null});
  refresh();
});
let settled = 0;
addEventListener('resize', () => {
  clearTimeout(settled);
  settled = setTimeout(() => { drawFigure(); emphasise(); }, 150);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawHeads);
choose({sentence: 0, kind: data.sentences[0].readings.at(-1).maps.some(m => m.kind === 'cross') ? 'cross' : ''});
