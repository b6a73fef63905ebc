/** Products of the shop as the rail of garments shows them. Pure. */
import type { DemoGarment, ShopProduct } from './contract.js';

/** What a product costs, as a reader of this language writes it; empty where the shop does not say. */
export function priced({ price, currency }: Pick<ShopProduct, 'price' | 'currency'>, language: string): string {
  if (price === null) return '';
  if (!currency) return price;
  try {
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(Number(price));
  } catch {
    return `${price} ${currency}`;
  }
}

/** A product as a tile; null where it has no picture or no slot to be shown under. */
export function tile(product: ShopProduct, language: string): DemoGarment | null {
  const [picture] = product.pictures;
  if (!picture) return null;
  const plain = product.garment === null || product.category === null;
  return {
    id: product.garment ?? product.id,
    name: product.name,
    alt: product.alt,
    url: picture.thumb,
    width: picture.width,
    height: picture.height,
    category: product.category ?? 'tops',
    price: priced(product, language),
    sizes: product.sizes,
    fits: (product.size && product.size_chart?.rows.map((row) => row.size)) || [],
    size: product.size ?? '',
    plain,
  };
}
