import type { Shown } from '../core/tryon.js';

function fileName(blob: Blob): string {
  const at = new Date().toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return `vitrine-${at}.${blob.type === 'image/png' ? 'png' : blob.type === 'image/webp' ? 'webp' : 'jpg'}`;
}

/** Save the result as the server made it, its marks included. */
export function save({ blob, url }: Shown): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(blob);
  link.click();
}

async function asPng(blob: Blob): Promise<Blob> {
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Share the picture itself, not a link: by the device's own sheet, else by the clipboard. */
export async function shared(blob: Blob, title: string): Promise<'shared' | 'copied' | 'refused'> {
  const file = new File([blob], fileName(blob), { type: blob.type });
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title });
      return 'shared';
    } catch (thrown) {
      if ((thrown as DOMException).name === 'AbortError') return 'shared';
    }
  }
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(blob) })]);
    return 'copied';
  } catch {
    return 'refused';
  }
}
