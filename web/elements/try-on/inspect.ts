import { type Answer, judge, lightOf } from '../../core/guide.js';
import type { Poser } from '../pose.js';

/** Milliseconds that a photo waits for the pose network; after that it is sent, and the answers come when they come. */
const PATIENCE_MS = 6000;

let loading: Promise<Poser> | null = null;

/** Start fetching the pose network: called when a shopper starts to choose a photo, so that it is there
 * when the photo comes, and never before. */
export function warmUp(): void {
  loading ??= import('../pose.js').then(({ poser }) => poser());
  loading.catch(() => {});
}

/** Resolves when a photo has waited long enough for its answers. */
export function late(): Promise<null> {
  return new Promise((give) => setTimeout(() => give(null), PATIENCE_MS));
}

/** The browser's own answers about a photo; null when the network is not to be had. */
export async function inspected(small: HTMLCanvasElement | null): Promise<Answer[] | null> {
  if (!small) return null;
  warmUp();
  try {
    const look = await loading;
    const pixels = small.getContext('2d')?.getImageData(0, 0, small.width, small.height).data;
    return look && pixels ? judge(look(small), lightOf(pixels), small.width / small.height) : null;
  } catch {
    return null;
  }
}
