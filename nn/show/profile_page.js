'use strict';
const root = document.querySelector('#figure svg'), readout = document.getElementById('readout');
const number = (element, name) => Number(element.getAttribute(name));
const all = [...root.querySelectorAll('.flame')].map(group => {
  const box = group.querySelector('rect'), label = group.querySelector('text');
  return {group, box, label, x: number(box, 'x'), y: number(box, 'y'), width: number(box, 'width'),
          text: box.querySelector('title').textContent};
});
const whole = all[0];
const say = text => { readout.textContent = text; };

// The chosen box and the boxes above it take the whole width; boxes beside it are hidden. Positions in the file are
// rounded, so the middle of a box decides on which side of an edge it is.
const holds = (outer, inner) => Math.abs(inner.x + inner.width / 2 - outer.x - outer.width / 2) <= outer.width / 2;
function enlarge(chosen) {
  const scale = whole.width / chosen.width;
  for (const flame of all) {
    const left = Math.max(0, (flame.x - chosen.x) * scale);
    const right = Math.min(whole.width, (flame.x + flame.width - chosen.x) * scale);
    flame.group.style.display = holds(chosen, flame) || holds(flame, chosen) ? '' : 'none';
    flame.box.setAttribute('x', whole.x + left);
    flame.box.setAttribute('width', Math.max(0, right - left));
    flame.label.setAttribute('x', whole.x + left + 4);
    const name = flame.group.dataset.name, room = Math.floor((right - left - 6) / 7);
    flame.label.textContent = name.length <= room ? name : room > 2 ? name.slice(0, room - 1) + '…' : '';
  }
}

root.setAttribute('role', 'group');
for (const flame of all) {
  const {group, text} = flame;
  for (const [name, value] of Object.entries({tabindex: 0, role: 'button', 'aria-label': text})) group.setAttribute(name, value);
  for (const event of ['pointerenter', 'focus']) group.addEventListener(event, () => say(text));
  group.addEventListener('click', () => enlarge(flame));
  group.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    enlarge(flame);
  });
}
document.addEventListener('keydown', event => { if (event.key === 'Escape') enlarge(whole); });
say(whole.text);
