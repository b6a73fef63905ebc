import type { VtElement } from '../elements/base.js';

/** For tests: an element on the page with its properties set, drawn. */
export async function render<E extends VtElement>(element: E, properties: Partial<E> = {}): Promise<E> {
  Object.assign(element, properties);
  document.body.replaceChildren(element);
  await element.updateComplete;
  return element;
}

/** The first that matches in the element's shadow. */
export function inside<T extends Element = HTMLElement>(element: Element, selector: string): T {
  const found = element.shadowRoot?.querySelector<T>(selector);
  if (!found) throw new Error(`${element.localName} shows no ${selector}`);
  return found;
}

/** What the element tells, by name. */
export function heard(element: Element, ...names: string[]): [string, unknown][] {
  const all: [string, unknown][] = [];
  for (const name of names) element.addEventListener(name, (event) => all.push([name, (event as CustomEvent).detail]));
  return all;
}
