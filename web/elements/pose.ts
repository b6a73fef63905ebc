/** Pose landmarks in the browser: loaded by the shopper's first photo, never before; the picture stays on the device. */

import loader from 'virtual:vision-loader';
import { FilesetResolver, PoseLandmarker } from '@mediapipe/tasks-vision';
import type { Pose } from '../core/guide.js';

const NET = '/assets/nets/pose_landmarker.task';

export type Poser = (canvas: HTMLCanvasElement) => Pose[];

/** A function from a picture to the poses of up to two people. Raises when its files are not to be had. */
export async function poser(): Promise<Poser> {
  if (!(await FilesetResolver.isSimdSupported())) throw new Error('no SIMD');
  const landmarker = await PoseLandmarker.createFromOptions(loader, {
    baseOptions: { modelAssetPath: NET, delegate: 'CPU' },
    runningMode: 'IMAGE',
    numPoses: 2,
  });
  return (canvas) => landmarker.detect(canvas).landmarks;
}
