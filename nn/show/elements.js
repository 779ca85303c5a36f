'use strict';
// Makes elements without parsing text as markup: strings become text nodes.
const SVG = 'http://www.w3.org/2000/svg';
function add(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat());
  return element;
}
const html = (tag, attributes = {}, ...children) => add(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) => add(document.createElementNS(SVG, tag), attributes, children);
const hover = text => svg('title', {}, text);
