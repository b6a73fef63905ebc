import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    inset: 0;
    overflow: hidden;
    touch-action: pan-y;
    user-select: none;
    cursor: ew-resize;
  }
  :host([zoomed]) {
    touch-action: none;
    cursor: grab;
  }
  .view {
    position: absolute;
    inset: 0;
  }
  .view:focus-visible {
    outline-offset: calc(-1 * var(--vt-space-1));
  }
  .after {
    position: absolute;
    inset: 0;
    clip-path: inset(0 0 0 var(--split));
  }
  img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    transform: translate(var(--x), var(--y)) scale(var(--scale));
    pointer-events: none;
  }
  :host([arriving]) .after {
    animation: arrive calc(2.6 * var(--vt-calm)) var(--vt-ease);
  }
  :host([arriving]) .handle {
    animation: travel calc(2.6 * var(--vt-calm)) var(--vt-ease);
  }
  @keyframes arrive {
    from {
      clip-path: inset(0 0 0 100%);
    }
  }
  @keyframes travel {
    from {
      inset-inline-start: 100%;
    }
  }
  .handle {
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--split);
    inline-size: var(--vt-target);
    margin-inline-start: calc(-0.5 * var(--vt-target));
    touch-action: none;
    cursor: ew-resize;
  }
  .handle::before {
    content: "";
    position: absolute;
    inset-block: 0;
    inset-inline-start: 50%;
    border-inline-start: var(--vt-hairline) solid var(--vt-on-picture);
    box-shadow: 0 0 0 var(--vt-hairline) var(--vt-picture-veil);
  }
  .knob {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: 0;
    translate: 0 -50%;
    display: grid;
    place-items: center;
    inline-size: var(--vt-target);
    block-size: var(--vt-target);
    border-radius: var(--vt-round);
    background: var(--vt-accent);
    color: var(--vt-on-accent);
  }
  .handle:focus-visible {
    outline: none;
  }
  .handle:focus-visible .knob {
    outline: var(--vt-line-strong) solid var(--vt-accent);
    outline-offset: var(--vt-line-strong);
    box-shadow: 0 0 0 var(--vt-line-strong) var(--vt-on-accent);
  }
  /* Beside the divider, at the top: the foot of the picture belongs to the mark of generated pictures. */
  .side {
    position: absolute;
    inset-block-start: var(--vt-space-3);
    padding: var(--vt-space-1) var(--vt-space-3);
    background: var(--vt-picture-veil);
    color: var(--vt-on-picture);
    font-size: var(--vt-text-xs);
    white-space: nowrap;
    pointer-events: none;
    transition: opacity var(--vt-quick) var(--vt-ease);
  }
  .side.before {
    inset-inline-end: calc(50% + var(--vt-space-2));
  }
  .side.later {
    inset-inline-start: calc(50% + var(--vt-space-2));
  }
  .side[data-off] {
    opacity: 0;
  }
  .tools {
    position: absolute;
    inset-block-start: var(--vt-space-3);
    inset-inline-end: var(--vt-space-3);
    display: grid;
    background: var(--vt-veil);
    border-radius: var(--vt-round);
    cursor: default;
  }
  .tools .round[aria-disabled="true"] {
    color: var(--vt-line-firm);
    cursor: default;
    background: none;
  }
  @media (forced-colors: active) {
    .knob {
      border: var(--vt-line-strong) solid ButtonText;
    }
    .side,
    .tools {
      border: var(--vt-hairline) solid CanvasText;
    }
  }
`;
