import { css } from 'lit';

export const styles = css`
  dialog {
    inline-size: min(34rem, 100vw);
    max-inline-size: none;
    max-block-size: 100dvh;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  .lead {
    color: var(--vt-muted);
    font-size: var(--vt-text-s);
    margin-block-end: var(--vt-space-3);
  }
  .view {
    position: relative;
    aspect-ratio: 3 / 4;
    max-block-size: 62dvh;
    margin-inline: auto;
    overflow: hidden;
    background: var(--vt-wall);
  }
  video,
  canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  [data-mirror] {
    transform: scaleX(-1);
  }
  .view > svg {
    position: absolute;
    inset-block: 5%;
    inset-inline: 0;
    inline-size: 100%;
    block-size: 90%;
    color: var(--vt-on-picture);
    stroke-width: 1.4;
    filter: drop-shadow(0 0 0.2rem var(--vt-picture-veil));
  }
  .left {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    font: var(--vt-regular) 7rem / 1 var(--vt-serif);
    color: var(--vt-on-picture);
    text-shadow: 0 0 var(--vt-space-4) var(--vt-picture-veil);
  }
  .message {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    padding: var(--vt-space-5);
    text-align: center;
    color: var(--vt-muted);
  }
  .acts {
    justify-content: center;
  }
`;
