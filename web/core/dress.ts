import type { Category } from './contract.js';

/** From the skin outward, as the engine dresses: a top falls over the waistband. */
const RANK: Record<Category, number> = { bottoms: 0, tops: 1, dresses: 2, outerwear: 3 };

/** Most garments in one look. */
export const MOST = 4;

/** A look has one piece of a category, and a dress is top and bottoms in one: a new piece takes these places. */
const REPLACES: Record<Category, readonly Category[]> = {
  bottoms: ['bottoms', 'dresses'],
  dresses: ['dresses', 'bottoms', 'tops'],
  tops: ['tops', 'dresses'],
  outerwear: ['outerwear'],
};

interface Worn {
  key: string;
  category: Category | null;
}

/** `look` (inner to outer) with `piece` put where it is worn, and without what it replaces. */
export function putOn<P extends Worn>(look: readonly P[], piece: P): P[] {
  const { category } = piece;
  const kept = look.filter((other) => {
    if (other.key === piece.key) return false;
    return !category || !other.category || !REPLACES[category].includes(other.category);
  });
  const outer = kept.findIndex((other) => category && other.category && RANK[other.category] > RANK[category]);
  const place = outer < 0 ? kept.length : outer;
  return [...kept.slice(0, place), piece, ...kept.slice(place)].slice(-MOST);
}
