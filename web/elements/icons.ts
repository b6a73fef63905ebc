import { html, svg, type TemplateResult } from 'lit';

/** Line drawings of 24 units, in the colour of the text beside them; silent to screen readers. */
function icon(paths: TemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"
    stroke-linejoin="round" aria-hidden="true" focusable="false">${paths}</svg>`;
}

export const upload = icon(svg`<path d="M12 16V5m0 0L7.5 9.5M12 5l4.5 4.5M4.5 17v2.5h15V17"/>`);
export const camera = icon(svg`<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>`);
export const save = icon(svg`<path d="M12 4v11m0 0l-4.5-4.5M12 15l4.5-4.5M4.5 17v2.5h15V17"/>`);
export const share = icon(svg`<path d="M12 15V4m0 0L8 8m4-4l4 4M7 11H5v9h14v-9h-2"/>`);
export const bin = icon(svg`<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 11v5M13.7 11v5"/>`);
export const plus = icon(svg`<path d="M12 5v14M5 12h14"/>`);
export const minus = icon(svg`<path d="M5 12h14"/>`);
export const whole = icon(svg`<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>`);
export const close = icon(svg`<path d="M6 6l12 12M18 6L6 18"/>`);
export const tick = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5"/>`);
export const mind = icon(svg`<path d="M12 4.5L21 19.5H3zM12 10.5v4M12 17v.01"/>`);
export const sides = icon(svg`<path d="M9 7l-5 5 5 5M15 7l5 5-5 5"/>`);
export const turn = icon(
  svg`<path d="M4.5 12a7.5 7.5 0 0 1 13-5.1L20 9.5M20 5v4.5h-4.5M19.5 12a7.5 7.5 0 0 1-13 5.1L4 14.5M4 19v-4.5h4.5"/>`,
);
export const sun = icon(
  svg`<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4"/>`,
);
export const moon = icon(svg`<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>`);

const HEAD = 'M0 34C13 34 20.5 43 20.5 57C20.5 68 16 78 10 84C6 88 3 89 0 89';
const SIDE =
  'M13 80C13 92 14 98 20 102C30 108 44 109 51 117C58 125 59 142 61 160C62 176 66 188 71 206C76 224 81 240 84 254' +
  'C88 262 92 272 91 284C90 291 85 292 83 285C80 276 76 268 74 257C69 240 61 222 55 204C51 190 48 170 44 150' +
  'C43 168 37 178 36 192C36 208 46 222 48 244C51 280 47 316 42 372M0 258C3 262 4 270 5 284C7 316 9 340 10 372';
const HALF = svg`<path d=${HEAD}/><path d=${SIDE}/>`;

/**
 * The outline to stand in, in a picture of 300 × 400 units: a figure facing the viewer, arms a little away, fading below
 * the hips; dotted lines at the shoulders (117) and hips (244), and the corners of the picture.
 */
export const silhouette: TemplateResult = html`<svg class="silhouette" viewBox="0 0 300 400" fill="none"
  stroke="currentColor" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true" focusable="false">
  ${svg`<defs>
    <linearGradient id="fade" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0.74" stop-color="white"/><stop offset="0.94" stop-color="black"/>
    </linearGradient>
    <mask id="faded" maskUnits="userSpaceOnUse" x="0" y="0" width="300" height="400">
      <rect width="300" height="400" fill="url(#fade)"/>
    </mask>
  </defs>
  <g mask="url(#faded)"><g transform="translate(150 0)">${HALF}<g transform="scale(-1 1)">${HALF}</g></g></g>
  <path d="M40 117H260M40 244H260" stroke-dasharray="1 4"/>
  <path d="M14 30V14H30M270 14H286V30M14 370V386H30M270 386H286V370"/>`}
</svg>`;
