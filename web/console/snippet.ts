/** The code to paste: for any page, for a Shopify theme, for WooCommerce. */
export type Place = 'html' | 'shopify' | 'woocommerce';

export interface Snippet {
  server: string;
  /** The publishable key. */
  key: string;
  /** A product's number in the shop, for the code of one page; null: the merchant writes it in. */
  product: string | null;
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
const quoted = (text: string) => text.replace(/\\/g, '\\\\').replace(/'/g, "\\'");

function element(key: string, product: string): string {
  return `<vitrine-try-on publishable-key="${escaped(key)}" product="${product}"></vitrine-try-on>`;
}

/** The lines to paste. Shopify's and WooCommerce's stand on every product's page: no product's number is in them. */
export function snippet(place: Place, { server, key, product }: Snippet): string {
  const script = `<script src="${escaped(server)}/embed.js" async></script>`;
  if (place === 'shopify') {
    return `{% comment %} Online Store > Themes > Customize > Product page > Add block > Custom Liquid {% endcomment %}\n${script}\n${element(key, '{{ product.handle | escape }}')}`;
  }
  if (place === 'woocommerce') {
    return [
      '// functions.php of your (child) theme, or a snippets plugin',
      "add_action('woocommerce_after_add_to_cart_form', function () {",
      '    global $product;',
      '    printf(',
      `        '${quoted(script)}<vitrine-try-on publishable-key="%s" product="%s"></vitrine-try-on>',`,
      `        esc_attr('${quoted(key)}'),`,
      '        esc_attr($product->get_sku() ?: $product->get_slug())',
      '    );',
      '});',
    ].join('\n');
  }
  return `${script}\n${element(key, escaped(product ?? 'YOUR-PRODUCT-NUMBER'))}`;
}

/** The lines for a Content-Security-Policy, where the page has one. */
export function policy(server: string): string {
  return `script-src ${server}; frame-src ${server}`;
}
