import { type Answer, judge, lightOf } from '../../core/guide.js';
import type { Poser } from '../pose.js';

/** Milliseconds that a first photo waits for the pose network; after that it is sent unchecked. */
const PATIENCE_MS = 6000;

let loading: Promise<Poser> | null = null;

/** Start fetching the pose network: called when a shopper starts to choose a photo, so that it is there
 * when the photo comes, and never before. */
export function warmUp(): void {
  loading ??= import('../pose.js').then(({ poser }) => poser());
  loading.catch(() => {});
}

/** The browser's own answers about a photo; null when the network is not to be had or not in time. */
export async function inspected(small: HTMLCanvasElement | null): Promise<Answer[] | null> {
  if (!small) return null;
  warmUp();
  const late = new Promise<null>((give) => setTimeout(() => give(null), PATIENCE_MS));
  try {
    const look = await Promise.race([loading, late]);
    if (!look) return null;
    const pixels = small.getContext('2d')?.getImageData(0, 0, small.width, small.height).data;
    return pixels ? judge(look(small), lightOf(pixels), small.width / small.height) : null;
  } catch {
    return null;
  }
}
