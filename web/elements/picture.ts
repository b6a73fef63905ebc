import type { LitElement } from 'lit';
import { fitted, type Size } from '../core/size.js';

/** Shorter pictures for the pose network and the light reading: enough for both, quick on a phone. */
const SMALL = 512;
const QUALITY = 0.92;

export interface Prepared extends Size {
  /** What is uploaded: at most 2,048 px, turned upright, without any of the file's metadata. */
  blob: Blob;
  /** A small canvas for the checks in the browser; null when the browser cannot decode the file. */
  small: HTMLCanvasElement | null;
}

function drawn(bitmap: ImageBitmap, size: Size): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return canvas;
}

/** The canvas as a file: PNG where the source may be transparent (a cut-out garment), else JPEG. */
export function encoded(canvas: HTMLCanvasElement, type: 'image/jpeg' | 'image/png' = 'image/jpeg'): Promise<Blob> {
  return new Promise((keep, fail) => {
    canvas.toBlob((blob) => (blob ? keep(blob) : fail(new Error('not encoded'))), type, QUALITY);
  });
}

/** Whether the file says that it is a picture; phones leave the type of a HEIC file empty. */
export function pictured(file: Blob): boolean {
  return file.type.startsWith('image/') || (file.type === '' && /\.(hei[cf]|avif)$/i.test((file as File).name ?? ''));
}

/**
 * A chosen file, made smaller here and freed of its metadata by being drawn anew. What the browser cannot decode
 * (HEIC on most) is passed on as it is: the server reads it, and drops its metadata there.
 */
export async function prepared(file: Blob, transparent: boolean): Promise<Prepared> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    const blob = file.type ? file : new Blob([file], { type: 'image/heic' });
    return { blob, width: 3, height: 4, small: null };
  }
  const size = fitted(bitmap);
  const type = transparent && file.type !== 'image/jpeg' ? 'image/png' : 'image/jpeg';
  const blob = await encoded(drawn(bitmap, size), type);
  const small = drawn(bitmap, fitted(bitmap, SMALL));
  bitmap.close();
  return { ...size, blob, small };
}

/** The first picture of a paste or a drop. */
export function pictureOf(transfer: DataTransfer | null): File | null {
  return [...(transfer?.files ?? [])].find(pictured) ?? null;
}

/** Have an element take a picture that is let go over it: `drop` while one is dragged there, then `take`. */
export function takes(element: LitElement & { drop: boolean }, take: (file: File) => void): void {
  element.addEventListener('dragover', (dragged) => {
    dragged.preventDefault();
    element.drop = true;
  });
  element.addEventListener('dragleave', () => {
    element.drop = false;
  });
  element.addEventListener('drop', (dropped) => {
    dropped.preventDefault();
    element.drop = false;
    const file = pictureOf(dropped.dataTransfer);
    if (file) take(file);
  });
}
