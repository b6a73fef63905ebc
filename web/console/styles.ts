import { css } from 'lit';

/** The console's own pieces beside the house's: fields, chips, panels, empty states. Tokens only. */
export const pieces = css`
  h1 {
    font: var(--vt-regular) var(--vt-text-xl) / 1.15 var(--vt-serif);
  }
  h3 {
    font: var(--vt-strong) var(--vt-text-m) / 1.4 var(--vt-sans);
  }
  .muted {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
    text-wrap: pretty;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: var(--vt-space-3) var(--vt-space-5);
    padding-block: var(--vt-space-5) var(--vt-space-4);
  }
  .top h1 {
    font-size: clamp(2rem, 1.4rem + 2vw, 2.75rem);
    letter-spacing: -0.01em;
  }
  .top p {
    margin-block-start: var(--vt-space-2);
    max-inline-size: 38rem;
    color: var(--vt-muted);
    text-wrap: pretty;
  }
  .field {
    display: grid;
    gap: var(--vt-space-1);
  }
  .field > label,
  .label {
    font-size: var(--vt-text-s);
    font-weight: var(--vt-strong);
  }
  a {
    color: inherit;
    text-underline-offset: 0.25em;
    text-decoration-thickness: var(--vt-hairline);
  }
  .button {
    border-radius: var(--vt-radius);
  }
  a.button {
    text-decoration: none;
  }
  input:where(:not([type="checkbox"], [type="range"], [type="file"])),
  select,
  textarea {
    /* Within <details> nothing is inherited: its own slot stands between. */
    box-sizing: border-box;
    inline-size: 100%;
    min-block-size: var(--vt-target);
    padding: var(--vt-space-2) var(--vt-space-3);
    border: var(--vt-hairline) solid var(--vt-line-firm);
    border-radius: var(--vt-radius);
    background: var(--vt-raised);
    color: var(--vt-ink);
    font: inherit;
  }
  select {
    appearance: none;
    padding-inline-end: var(--vt-space-6);
    background-image: linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position:
      calc(100% - 1.15rem) 55%,
      calc(100% - 0.8rem) 55%;
    background-size: 0.35rem 0.35rem;
    background-repeat: no-repeat;
  }
  textarea {
    resize: vertical;
    line-height: 1.5;
  }
  input:hover,
  select:hover,
  textarea:hover {
    border-color: var(--vt-ink);
  }
  [disabled] {
    opacity: 0.6;
  }
  ::placeholder {
    color: var(--vt-muted);
    opacity: 1;
  }
  .hint {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
  }
  .tick {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 var(--vt-space-3);
    align-items: start;
    min-block-size: var(--vt-target);
    padding-block: var(--vt-space-2);
    cursor: pointer;
  }
  input::-webkit-search-cancel-button {
    filter: grayscale(1);
    cursor: pointer;
  }
  .tick input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    margin: 0.1rem 0 0;
    accent-color: var(--vt-accent);
  }
  .tick .hint {
    grid-column: 2;
    font-weight: var(--vt-regular);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--vt-space-2) var(--vt-space-3);
  }
  .panel {
    display: grid;
    gap: var(--vt-space-4);
    align-content: start;
  }
  .stack {
    display: grid;
    gap: var(--vt-space-4);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: var(--vt-space-2);
    font-size: var(--vt-text-s);
    white-space: nowrap;
  }
  .chip::before {
    content: "";
    inline-size: 0.6rem;
    block-size: 0.6rem;
    border-radius: var(--vt-round);
    border: var(--vt-line-strong) solid currentColor;
  }
  .chip.yes {
    color: var(--vt-accent);
  }
  .chip.yes::before {
    background: currentColor;
  }
  .chip.limits {
    color: var(--vt-ink);
  }
  .chip.limits::before {
    background: linear-gradient(90deg, currentColor 50%, transparent 50%);
  }
  .chip.no {
    color: var(--vt-alert);
  }
  .chip.wait,
  .chip.not-yet {
    color: var(--vt-muted);
  }
  .switch {
    position: relative;
    display: inline-flex;
    align-items: center;
    flex: none;
    inline-size: var(--vt-target);
    block-size: var(--vt-target);
  }
  .switch::before {
    content: "";
    inline-size: 100%;
    block-size: 1.5rem;
    border: var(--vt-hairline) solid var(--vt-line-firm);
    border-radius: var(--vt-round);
    background: var(--vt-wall);
    transition: background-color var(--vt-quick) var(--vt-ease);
  }
  .switch::after {
    content: "";
    position: absolute;
    inset-inline-start: 0.25rem;
    inline-size: 1rem;
    block-size: 1rem;
    border-radius: var(--vt-round);
    background: var(--vt-muted);
    transition:
      transform var(--vt-quick) var(--vt-ease),
      background-color var(--vt-quick) var(--vt-ease);
  }
  .switch[aria-checked="true"]::before {
    background: var(--vt-accent);
    border-color: var(--vt-accent);
  }
  .switch[aria-checked="true"]::after {
    background: var(--vt-on-accent);
    transform: translateX(1.25rem);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: var(--vt-space-3);
    padding: clamp(var(--vt-space-7), 9vw, var(--vt-space-8)) var(--vt-space-4);
    border: var(--vt-hairline) dashed var(--vt-line-firm);
    text-align: center;
  }
  .empty h2 {
    font-size: var(--vt-text-xl);
    text-wrap: balance;
  }
  .empty p {
    max-inline-size: 30rem;
    color: var(--vt-muted);
    text-wrap: balance;
  }
  .empty .button {
    margin-block-start: var(--vt-space-3);
  }
  .empty .drawing svg {
    inline-size: 3.5rem;
    block-size: 3.5rem;
    stroke-width: 0.75;
    color: var(--vt-line-firm);
  }
  .code {
    position: relative;
    margin: 0;
    padding: var(--vt-space-4);
    overflow-x: auto;
    border: var(--vt-hairline) solid var(--vt-line);
    background: var(--vt-wall);
    font: var(--vt-regular) var(--vt-text-s) / 1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .tabs {
    display: flex;
    gap: var(--vt-space-4);
    border-block-end: var(--vt-hairline) solid var(--vt-line);
  }
  .tabs button {
    min-block-size: var(--vt-target);
    font-size: var(--vt-text-s);
    color: var(--vt-muted);
    border-block-end: var(--vt-line-strong) solid transparent;
    border-radius: 0;
  }
  .tabs button[aria-selected="true"],
  .tabs button[aria-pressed="true"] {
    color: var(--vt-ink);
    border-color: var(--vt-ink);
    font-weight: var(--vt-strong);
  }
  .wall {
    background: var(--vt-wall);
    overflow: hidden;
  }
  .wait {
    color: var(--vt-muted);
  }
  dialog {
    max-inline-size: min(32rem, calc(100vw - 2 * var(--vt-space-4)));
    inline-size: 100%;
    box-sizing: border-box;
  }
  dialog h2 {
    margin-block-end: var(--vt-space-3);
  }
  progress {
    display: block;
    inline-size: 100%;
    block-size: 0.25rem;
    border: none;
    appearance: none;
    background: var(--vt-wall-deep);
  }
  progress::-webkit-progress-bar {
    background: var(--vt-wall-deep);
  }
  progress::-webkit-progress-value {
    background: var(--vt-accent);
    transition: inline-size var(--vt-quick) linear;
  }
  progress::-moz-progress-bar {
    background: var(--vt-accent);
  }
  @media (forced-colors: active) {
    .switch::before,
    .switch::after,
    .chip::before {
      forced-color-adjust: none;
    }
  }
`;
