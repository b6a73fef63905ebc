// Made by scripts/contracts.py from vitrine/formats and vitrine/catalog; do not edit.

export interface Attributes {
  /** The most frequent first. */
  colours: Colour[];
  pattern: 'plain' | 'striped' | 'checked' | 'printed';
  sleeve: 'none' | 'short' | 'three-quarter' | 'long' | null;
  /** What is hung otherwise than from two neck points: off the shoulders, with a hood; else None. */
  neckline: 'off-shoulder' | 'hood' | null;
  /** Where a dress would end on a body, as its picture looks; None for all others, and where nothing tells. */
  hem: 'waist' | 'hip' | 'thigh' | 'knee' | 'calf' | 'ankle' | null;
  /** How the neckline is cut; None for bottoms, and where nothing tells. */
  neckline_form:
    | 'round'
    | 'v'
    | 'square'
    | 'boat'
    | 'off-shoulder'
    | 'straps'
    | 'halter'
    | 'collar'
    | 'high'
    | 'hood'
    | null;
  /** Where any garment would end on a body; None where nothing tells. Only `hem` changes how it is worn. */
  hem_length: 'waist' | 'hip' | 'thigh' | 'knee' | 'calf' | 'ankle' | null;
  /** How sure these words and the photo type are. */
  confidence: Confidence;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Colour {
  name: Said;
  share: number;
  /** sRGB, `#rrggbb`. */
  hex: string;
}

export interface Confidence {
  sleeve: number | null;
  /** Of `neckline_form`. */
  neckline: number | null;
  /** Of `hem_length`. */
  hem: number | null;
  pattern: number | null;
  photo_type: number | null;
}

export interface Decision {
  rule: string;
  /** Version of the facts that it was decided from. */
  facts: number;
  modes: Record<'photo' | 'live' | 'make-up' | '3d' | 'ar' | 'vr', 'yes' | 'limits' | 'no' | 'not-yet'>;
  /** The heaviest first; those of the mode `photo` before the others. */
  reasons: Reason[];
  overrule: Overrule | null;
}

export interface Facts {
  version: number;
  width: number;
  height: number;
  kind:
    | 't-shirt'
    | 'shirt'
    | 'longsleeve'
    | 'outwear'
    | 'dress'
    | 'trousers'
    | 'shorts'
    | 'skirt'
    | 'hat'
    | 'shoes'
    | 'bag'
    | 'other';
  kind_confidence: number;
  /** None: no garment that has a slot. */
  category: 'tops' | 'bottoms' | 'dresses' | 'outerwear' | null;
  photo_type: 'flat-lay' | 'hanger' | 'worn';
  /** The most frequent first; at most four. */
  colours: Colour[];
  pattern: 'plain' | 'striped' | 'checked' | 'printed';
  sleeve: 'none' | 'short' | 'three-quarter' | 'long' | null;
  /** How the neckline is cut; None for bottoms, and where nothing tells. */
  neckline_form:
    | 'round'
    | 'v'
    | 'square'
    | 'boat'
    | 'off-shoulder'
    | 'straps'
    | 'halter'
    | 'collar'
    | 'high'
    | 'hood'
    | null;
  /** Where it would end on a body, as its picture looks; None where nothing tells. */
  hem_length: 'waist' | 'hip' | 'thigh' | 'knee' | 'calf' | 'ankle' | null;
  /** How sure the words above are. */
  confidence: Confidence;
  /** What the garment lies on. */
  ground: 'plain' | 'busy';
  /** Where the garment is. */
  box: Box | null;
  landmarks_confidence: number;
  findings: Finding[];
}

export interface Finding {
  code:
    | 'no-garment'
    | 'only-face'
    | 'cut-off'
    | 'folded'
    | 'several-garments'
    | 'banner'
    | 'too-dark'
    | 'blurred'
    | 'too-small'
    | 'shape-unsure'
    | 'part-hidden'
    | 'body-unclear';
  /** How sure it is and how much it harms, in one number: the rule's thresholds are on it. */
  weight: number;
  /** Where; None is the whole picture. */
  box: Box | null;
  /** At which edges of the picture the garment is cut off. */
  edges: ('top' | 'right' | 'bottom' | 'left')[];
  /** What is concerned (`left-sleeve`, `hem`, `torso`, ...), where that is known. */
  part: string | null;
}

export interface Overrule {
  verdict: 'yes' | 'no';
  note: string;
  by: string;
  at: string;
}

export interface Reason {
  code: string;
  mode: 'photo' | 'live' | 'make-up' | '3d' | 'ar' | 'vr';
  /** What this reason alone makes of the verdict. */
  weighs: 'yes' | 'limits' | 'no' | 'not-yet';
  text: Said;
  remedy: Said;
  /** What in the picture shows it. */
  box: Box | null;
}

export interface Rig {
  version: 1;
  width: number;
  /** Pixels of picture and textures; landmarks are in these. */
  height: number;
  kind:
    | 't-shirt'
    | 'shirt'
    | 'longsleeve'
    | 'outwear'
    | 'dress'
    | 'trousers'
    | 'shorts'
    | 'skirt'
    | 'hat'
    | 'shoes'
    | 'bag'
    | 'other';
  kind_confidence: number;
  category: 'tops' | 'bottoms' | 'dresses' | 'outerwear';
  photo_type: 'flat-lay' | 'hanger' | 'worn';
  attributes: Attributes;
  /** By name, as `vitrine.garments.garment.Garment.landmarks` lists them. */
  landmarks: Record<string, [number, number]>;
  landmarks_confidence: number;
  parts: ('torso' | 'left-sleeve' | 'right-sleeve' | 'left-leg' | 'right-leg' | 'inside-back')[];
  /** File name of a grey PNG: coverage 0..255, the cut-out's alpha alone. */
  mask: string;
  textures: Textures;
  /** What may harm a try-on. */
  quality: Finding[];
  warnings: string[];
  /** What was set by hand and is kept when the garment is analysed anew: names of landmarks, and `mask`. */
  mended: string[];
  /** True height of the garment's box in metres, where a size chart tells it. */
  height_m: number | null;
}

export interface Said {
  en: string;
  zh: string;
}

export interface Textures {
  /** PNG, sRGB with straight alpha; outside the garment its own colours are carried on, never the background. */
  cutout: string;
  /** Indexed PNG: 0 for none, else 1 + the index into `parts`. */
  parts: string;
  /** PNG with alpha: what shows of the inside of the back above the front neckline; None where nothing does. */
  inside_back: string | null;
}
