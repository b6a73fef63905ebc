import { css } from 'lit';

/** The house's reset, type and buttons, for every element's shadow. */
export const controls = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--vt-ink);
    font: var(--vt-regular) var(--vt-text-m) / var(--vt-leading) var(--vt-sans);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  figure,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  h2 {
    font: var(--vt-regular) var(--vt-text-xl) / 1.2 var(--vt-serif);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--vt-space-1) var(--vt-space-3);
    padding-block-end: var(--vt-space-3);
    border-block-end: var(--vt-hairline) solid var(--vt-ink);
  }
  .head p {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  img {
    display: block;
    max-inline-size: 100%;
  }
  svg {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    background: none;
    border: none;
    border-radius: var(--vt-radius);
    padding: 0;
    text-align: inherit;
    -webkit-tap-highlight-color: transparent;
  }
  :focus-visible {
    outline: var(--vt-line-strong) solid var(--vt-accent);
    outline-offset: var(--vt-line-strong);
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--vt-space-2);
    min-block-size: var(--vt-target);
    padding-inline: var(--vt-space-4);
    border: var(--vt-hairline) solid var(--vt-line-firm);
    font-weight: var(--vt-strong);
    font-size: var(--vt-text-s);
    transition:
      background-color var(--vt-quick) var(--vt-ease),
      border-color var(--vt-quick) var(--vt-ease),
      color var(--vt-quick) var(--vt-ease);
  }
  .button:hover {
    border-color: var(--vt-ink);
  }
  .button.primary {
    background: var(--vt-ink);
    border-color: var(--vt-ink);
    color: var(--vt-paper);
  }
  .button.primary:hover {
    background: var(--vt-accent);
    border-color: var(--vt-accent);
    color: var(--vt-on-accent);
  }
  .button[aria-disabled="true"],
  .button[aria-disabled="true"]:hover {
    background: var(--vt-wall);
    border-color: var(--vt-wall);
    color: var(--vt-muted);
    cursor: default;
  }
  .quiet {
    display: inline-flex;
    align-items: center;
    gap: var(--vt-space-2);
    min-block-size: var(--vt-target);
    font-size: var(--vt-text-s);
    color: var(--vt-muted);
    text-decoration: underline;
    text-decoration-color: var(--vt-line-firm);
    text-decoration-thickness: var(--vt-hairline);
    text-underline-offset: 0.3em;
  }
  .quiet:hover {
    color: var(--vt-ink);
    text-decoration-color: currentColor;
  }
  .round {
    display: inline-grid;
    place-items: center;
    inline-size: var(--vt-target);
    block-size: var(--vt-target);
    border-radius: var(--vt-round);
  }
  .round:hover {
    background: var(--vt-wall);
  }
  .notice {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--vt-space-2);
    font-size: var(--vt-text-s);
  }
  .notice > svg {
    margin-block-start: 0.1em;
    color: var(--vt-accent);
  }
  .notice.alert {
    color: var(--vt-alert);
  }
  .notice.alert > svg {
    color: inherit;
  }
  .unseen {
    position: absolute;
    inline-size: var(--vt-hairline);
    block-size: var(--vt-hairline);
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .button,
    .round {
      border: var(--vt-hairline) solid ButtonText;
    }
    .button[aria-disabled="true"] {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;
