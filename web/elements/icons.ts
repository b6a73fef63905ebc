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
export const inward = icon(svg`<path d="M12 18.5V6m0 0l-5 5M12 6l5 5"/>`);
export const outward = icon(svg`<path d="M12 5.5V18m0 0l-5-5M12 18l5-5"/>`);
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

const HALF =
  'M8 72C8 80 9 84 16 87C30 92 42 93 48 104C53 114 54 132 58 150C62 172 68 188 71 208C74 220 74 230 70 233' +
  'C66 236 62 228 60 218C58 204 52 190 48 172C45 158 42 146 39 128C39 146 33 156 32 170C32 184 42 194 43 214' +
  'C44 240 38 270 34 296C36 318 30 344 24 370C24 376 30 380 28 385C24 387 12 387 9 384C8 370 8 352 8 338' +
  'C6 312 10 280 4 226L0 222';

/** The outline to stand in: one figure of 160 × 400 units, facing the viewer, arms a little away. */
export const silhouette: TemplateResult = html`<svg class="silhouette" viewBox="-80 10 160 390" fill="none"
  stroke="currentColor" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true" focusable="false">
  ${svg`<ellipse cx="0" cy="50" rx="18.5" ry="25"/><path d=${HALF}/><path d=${HALF} transform="scale(-1 1)"/>`}
</svg>`;
