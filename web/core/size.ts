/** Longer side, in pixels, to which the browser makes a picture smaller before it leaves the device. */
export const LONGEST = 2048;

export interface Size {
  width: number;
  height: number;
}

/** `size` made to fit `longest`, in whole pixels, never enlarged and never below one. */
export function fitted({ width, height }: Size, longest: number = LONGEST): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
