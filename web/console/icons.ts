import { html, svg, type TemplateResult } from 'lit';

export { bin, close, mind, minus, plus, tick, turn, upload, whole } from '../elements/icons.js';

function icon(paths: TemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`;
}

export const products = icon(
  svg`<path d="M12 8.5V7.4a2 2 0 1 0-2-2M12 8.5l8.2 5.3a1.5 1.5 0 0 1-.8 2.7H4.600a1.5 1.5 0 0 1-.8-2.700z"/>`,
);
export const mend = icon(svg`<path d="M14 6l4 4M4 20l1-4.500L15.500 5a2 2 0 0 1 3 0l.5.500a2 2 0 0 1 0 3L8.500 19z"/>`);
export const add = icon(svg`<path d="M4 14v5.500h16V14M12 15.500V4.500M7.500 9L12 4.500 16.500 9"/>`);
export const jobs = icon(svg`<circle cx="12" cy="12" r="8"/><path d="M12 7.500V12l3 2"/>`);
export const pages = icon(svg`<path d="M4 5.500h16v13H4zM4 9.500h16M9.500 12.500l-2 2 2 2M14.500 12.500l2 2-2 2"/>`);
export const settings = icon(
  svg`<path d="M4 8h9M17 8h3M4 16h3M11 16h9"/><circle cx="15" cy="8" r="2"/><circle cx="9" cy="16" r="2"/>`,
);
export const undo = icon(svg`<path d="M8 5L4 9l4 4M4 9h10a5.500 5.500 0 0 1 0 11h-3"/>`);
export const redo = icon(svg`<path d="M16 5l4 4-4 4M20 9H10a5.500 5.500 0 0 0 0 11h3"/>`);
export const points = icon(svg`<path d="M6 6l12 12M6 18L18 6"/><circle cx="12" cy="12" r="2.500"/>`);
export const brush = icon(
  svg`<path d="M19.500 4.500L11 13M9 12a3.500 3.500 0 0 1 3 3c0 3-3 5-7.500 4.500C6 18 5.500 16.500 5.700 15A3.500 3.500 0 0 1 9 12z"/>`,
);
export const eraser = icon(svg`<path d="M9 19.500h11M4.500 14.500l9-9 6 6-8 8H8z M9.500 9.500l6 6"/>`);
export const eye = icon(
  svg`<path d="M3 12s3.300-6 9-6 9 6 9 6-3.300 6-9 6-9-6-9-6z"/><circle cx="12" cy="12" r="2.500"/>`,
);
export const search = icon(svg`<circle cx="10.500" cy="10.500" r="6"/><path d="M15 15l5 5"/>`);
export const copy = icon(svg`<path d="M8.500 8.500h11v11h-11zM15.500 8.500v-4h-11v11h4"/>`);
export const back = icon(svg`<path d="M10 6l-6 6 6 6M4 12h16"/>`);
export const key = icon(svg`<circle cx="8" cy="15" r="4"/><path d="M11 12l8.500-8.500M16 7l3 3"/>`);
