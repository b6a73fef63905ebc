/** Where in the console one is, as the address says it behind `#`. */
export type Page = 'products' | 'product' | 'mend' | 'add' | 'jobs' | 'pages' | 'settings' | 'welcome';

export interface Route {
  page: Page;
  /** A product's id, or a link's secret. */
  id: string;
  /** A picture's id. */
  part: string;
}

export const HOME: Route = { page: 'products', id: '', part: '' };
const PAGES: readonly Page[] = ['products', 'mend', 'add', 'jobs', 'pages', 'settings', 'welcome'];

export function routeOf(hash: string): Route {
  const [name = '', id = '', part = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  if (name === 'products' && id) return { page: 'product', id, part: '' };
  const page = PAGES.find((one) => one === name);
  return page ? { page, id, part } : HOME;
}

export function hashOf(page: Page, id = '', part = ''): string {
  const name = page === 'product' ? 'products' : page;
  return `#/${[name, id, part].filter(Boolean).map(encodeURIComponent).join('/')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
