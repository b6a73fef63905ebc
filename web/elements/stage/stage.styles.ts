import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--vt-space-3);
    align-content: start;
  }
  .stage {
    position: relative;
    inline-size: 100%;
    aspect-ratio: 3 / 4;
    overflow: hidden;
    isolation: isolate;
    background:
      radial-gradient(ellipse 60% 9% at 50% 91%, var(--vt-wall-deep), transparent),
      linear-gradient(to bottom, var(--vt-wall) 82%, var(--vt-wall-deep) 82%, var(--vt-wall));
  }
  .stage > img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    animation: appear var(--vt-calm) var(--vt-ease);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .stand {
    position: absolute;
    inset: 0;
    color: var(--vt-line-firm);
  }
  .stand > svg {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    stroke-width: 0.9;
  }
  .stand > span {
    position: absolute;
    inset-inline-start: 13.3%;
    translate: 0 -1.7em;
    color: var(--vt-muted);
    font-size: var(--vt-text-xs);
  }
  .stand > .shoulders {
    inset-block-start: 29.25%;
  }
  .stand > .hips {
    inset-block-start: 61%;
  }
  .stand .button {
    position: absolute;
    inset-block-end: 9%;
    inset-inline-start: 50%;
    translate: -50% 0;
    white-space: nowrap;
    padding-inline: var(--vt-space-5);
  }
  :host([drop]) .stage {
    outline: var(--vt-line-strong) dashed var(--vt-accent);
    outline-offset: calc(-1 * var(--vt-space-3));
  }
  .sweep {
    position: absolute;
    inset: 0;
    background: linear-gradient(to bottom, transparent 46%, var(--vt-veil) 49.8%, var(--vt-accent) 49.8% 50%, transparent 50%);
    background-size: 100% 200%;
    opacity: 0.8;
    animation: sweep calc(6 * var(--vt-calm)) ease-in-out infinite alternate;
  }
  @keyframes sweep {
    from {
      background-position: 0 100%;
    }
    to {
      background-position: 0 0;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .sweep {
      animation: none;
      display: none;
    }
  }
  .bar {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 0;
    block-size: var(--vt-space-1);
    background: var(--vt-wall-deep);
  }
  .bar::before {
    content: "";
    display: block;
    block-size: 100%;
    background: var(--vt-accent);
    transform-origin: left;
    transform: scaleX(var(--progress, 0));
    transition: transform var(--vt-calm) var(--vt-ease);
  }
  figcaption {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: start;
    gap: var(--vt-space-2) var(--vt-space-4);
    min-block-size: var(--vt-target);
  }
  .status {
    align-self: center;
    font-size: var(--vt-text-s);
    color: var(--vt-muted);
    line-height: 1.4;
  }
  .status.alert {
    color: var(--vt-alert);
  }
  .acts {
    display: flex;
    gap: var(--vt-space-1);
    margin-inline-end: calc(-1 * var(--vt-space-2));
  }
  .acts .act {
    display: inline-flex;
    align-items: center;
    gap: var(--vt-space-2);
    min-block-size: var(--vt-target);
    min-inline-size: var(--vt-target);
    padding-inline: var(--vt-space-2);
    font-size: var(--vt-text-s);
    font-weight: var(--vt-strong);
  }
  .acts .act:hover {
    color: var(--vt-accent);
  }
  figure {
    display: contents;
  }
  @media (forced-colors: active) {
    .bar {
      border: var(--vt-hairline) solid CanvasText;
    }
    .bar::before {
      background: Highlight;
      forced-color-adjust: none;
    }
    .stage {
      border: var(--vt-hairline) solid CanvasText;
    }
  }
`;
