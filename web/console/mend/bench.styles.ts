import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    gap: var(--vt-space-2);
    min-block-size: 0;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--vt-space-1);
    min-block-size: 3rem;
  }
  .tools .gap {
    flex: 1 1 0;
  }
  .tool {
    display: inline-flex;
    align-items: center;
    gap: var(--vt-space-2);
    min-block-size: var(--vt-target);
    min-inline-size: var(--vt-target);
    justify-content: center;
    padding-inline: var(--vt-space-2);
    font-size: var(--vt-text-s);
    border-block-end: var(--vt-line-strong) solid transparent;
    border-radius: 0;
  }
  .tool[aria-pressed="true"] {
    border-color: var(--vt-ink);
    font-weight: var(--vt-strong);
  }
  .tool[aria-disabled="true"] {
    color: var(--vt-line-firm);
    cursor: default;
  }
  .size {
    display: inline-flex;
    align-items: center;
    gap: var(--vt-space-2);
    font-size: var(--vt-text-s);
  }
  .size input {
    inline-size: 6rem;
    min-block-size: var(--vt-target);
    accent-color: var(--vt-accent);
  }
  .holder {
    position: relative;
    min-block-size: 0;
  }
  .stage {
    position: absolute;
    inset: 0;
    overflow: hidden;
    background: var(--vt-wall);
    touch-action: none;
    user-select: none;
  }
  .stage canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .stage.brush,
  .stage.erase {
    cursor: crosshair;
  }
  .stage.pan {
    cursor: grab;
  }
  .stage:focus-visible {
    outline: none;
  }
  /* Over the canvas, which would hide an outline on the inside. */
  .stage:focus-visible::after {
    content: "";
    position: absolute;
    inset: 0;
    border: var(--vt-line-strong) solid var(--vt-accent);
    pointer-events: none;
  }
  .zoom {
    display: flex;
    gap: var(--vt-space-1);
  }
  @media (max-width: 40rem) {
    .tools,
    .zoom {
      gap: 0;
    }
    .size input {
      inline-size: 5rem;
    }
    /* With a brush in hand there is room for its size only: two fingers zoom, and the points' tool does. */
    .tools:not(.points) .zoom {
      display: none;
    }
    .word {
      position: absolute;
      inline-size: var(--vt-hairline);
      block-size: var(--vt-hairline);
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
