import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import '../../elements/masthead/masthead.js';
import { voice } from '../../elements/voice.js';
import { bring, dropped } from '../add/sorting.js';
import { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Entrance } from '../contract.js';
import * as icons from '../icons.js';
import { HOME, hashOf, type Page, type Route, routeOf } from '../route.js';
import { pieces } from '../styles.js';
import { styles } from './console.styles.js';
import './entrance.js';

const NAV = [
  ['products', icons.products],
  ['mend', icons.mend],
  ['add', icons.add],
  ['pages', icons.pages],
  ['jobs', icons.jobs],
  ['settings', icons.settings],
] as const;
/** Each page is loaded when it is first opened. */
const LOAD: Record<Exclude<Page, 'welcome'>, () => Promise<unknown>> = {
  products: () => import('../products/products.js'),
  product: () => import('../products/product.js'),
  mend: () => import('../mend/mend.js'),
  add: () => import('../add/add.js'),
  jobs: () => import('../jobs/jobs.js'),
  pages: () => import('../pages/pages.js'),
  settings: () => import('../settings/settings.js'),
};
const TOAST_MS = 6000;

interface Said {
  text: string;
  alert: boolean;
  act?: { name: string; go: () => void };
}

/**
 * @summary The console: who is signed in, which page is open, what was said in passing.
 * @csspart main - The page.
 */
export class VcConsole extends VcElement {
  static override styles = [controls, pieces, styles];

  @state() private entrance: Entrance | null = null;
  @state() private problem = '';
  @state() private route: Route = routeOf(window.location.hash);
  /** Pages whose code is here: an element must be defined before it is drawn with its properties. */
  @state() private loaded: readonly Page[] = [];
  @state() private toFix = 0;
  @state() private toast: Said | null = null;
  @query('main') private main!: HTMLElement | null;
  readonly api = new ConsoleApi(() => voice.language, window.fetch.bind(window));
  #quiet = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#turned);
    window.addEventListener('dragover', this.#hold);
    window.addEventListener('drop', this.#dropped);
    this.api.onSignedOut = () => void this.#enter();
    void this.#enter();
  }

  override disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.#turned);
    window.removeEventListener('dragover', this.#hold);
    window.removeEventListener('drop', this.#dropped);
    super.disconnectedCallback();
  }

  /** Into the page itself, past the navigation. */
  override focus(): void {
    this.main?.focus();
  }

  protected override render() {
    const { t, entrance, route } = this;
    // Which layout it will be is not known yet: nothing is drawn that would have to move.
    if (!entrance && !this.problem) return html`<p class="start late" role="status">${t.common.loading}</p>`;
    const inside = Boolean(entrance?.here) && route.page !== 'welcome';
    document.title = inside ? `${t.nav[navOf(route.page)]} · Vitrine` : `Vitrine · ${t.title}`;
    return html`<div class="frame ${inside ? 'in' : ''}" @vc-say=${this.#say} @vc-changed=${this.#count}>
        <header class="bar">
          <a class="name" href=${hashOf('products')}>Vitrine<small>${t.title}</small></a>
          <vt-masthead nameless></vt-masthead>
        </header>
        ${inside ? this.#nav() : nothing}
        <main tabindex="-1" part="main">${this.#page()}</main>
      </div>
      <div class="toast" role="status" aria-live="polite">${this.toast ? this.#toast(this.toast) : nothing}</div>`;
  }

  #nav(): TemplateResult {
    const { t, route } = this;
    return html`<nav aria-label=${t.nav.label}><ul>${NAV.map(
      ([page, icon]) => html`<li><a href=${hashOf(page)} aria-current=${navOf(route.page) === page ? 'page' : nothing}
        >${icon}<span>${t.nav[page]}</span>${
          page === 'mend' && this.toFix > 0 ? html`<span class="count">${this.toFix}</span>` : nothing
        }</a></li>`,
    )}</ul></nav>`;
  }

  #page(): TemplateResult {
    const { t, api, entrance, route } = this;
    if (this.problem) {
      return html`<div class="start"><div class="empty"><p>${this.problem}</p>
        <button class="button" type="button" @click=${() => void this.#enter()}>${t.common.retry}</button></div></div>`;
    }
    if (!entrance?.here || route.page === 'welcome') {
      return html`<vc-entrance .api=${api} .entrance=${entrance} .link=${route.page === 'welcome' ? route.id : ''}
        @vc-entered=${this.#entered}></vc-entrance>`;
    }
    if (!this.loaded.includes(route.page)) return html`<p class="start">${t.common.loading}</p>`;
    const { account } = entrance.here;
    switch (route.page) {
      case 'product':
        return html`<vc-product .api=${api} .account=${account} .product=${route.id}></vc-product>`;
      case 'mend':
        return html`<vc-mend .api=${api} .account=${account} .product=${route.id} .picture=${route.part}></vc-mend>`;
      case 'add':
        return html`<vc-add .api=${api} .account=${account} .toFix=${this.toFix}></vc-add>`;
      case 'jobs':
        return html`<vc-jobs .api=${api}></vc-jobs>`;
      case 'pages':
        return html`<vc-pages .api=${api} .account=${account}></vc-pages>`;
      case 'settings':
        return html`<vc-settings .api=${api} .entrance=${entrance} @vc-entered=${this.#entered}
          @vc-left=${() => void this.#enter()}></vc-settings>`;
      default:
        return html`<vc-products .api=${api} .account=${account}></vc-products>`;
    }
  }

  #toast({ text, alert, act }: Said): TemplateResult {
    return html`<p class=${alert ? 'alert' : ''}><span>${text}</span>${
      act
        ? html`<button class="quiet" type="button" @click=${() => {
            this.toast = null;
            act.go();
          }}>${act.name}</button>`
        : nothing
    }<button class="round" type="button" aria-label=${this.t.common.close}
      @click=${() => {
        this.toast = null;
      }}>${icons.close}</button></p>`;
  }

  async #enter(): Promise<void> {
    this.problem = '';
    try {
      this.entrance = await this.api.entrance();
    } catch (thrown) {
      this.problem = this.said(thrown);
      return;
    }
    await this.#load();
    void this.#count();
  }

  readonly #entered = async (event: CustomEvent<Entrance>) => {
    this.entrance = event.detail;
    if (this.route.page === 'welcome') window.location.hash = hashOf(HOME.page);
    await this.#load();
    void this.#count();
  };

  readonly #turned = async () => {
    this.route = routeOf(window.location.hash);
    await this.#load();
    window.scrollTo(0, 0);
    this.main?.focus({ preventScroll: true });
  };

  async #load(): Promise<void> {
    const { page } = this.route;
    if (!this.entrance?.here || page === 'welcome' || this.loaded.includes(page)) return;
    await LOAD[page]();
    this.loaded = [...this.loaded, page];
  }

  readonly #count = async () => {
    if (!this.entrance?.here) return;
    try {
      this.toFix = (await this.api.products({ sort: 'drag', limit: '1' })).total;
    } catch {
      this.toFix = 0;
    }
  };

  /** A file that is let go beside its place must not take the console's. */
  readonly #hold = (event: DragEvent) => event.preventDefault();

  /** Pictures let go on the list of products are added. */
  readonly #dropped = async (event: DragEvent) => {
    const taken = event.defaultPrevented;
    event.preventDefault();
    const account = this.entrance?.here?.account;
    if (taken || this.route.page !== 'products' || !event.dataTransfer?.files.length) return;
    if (!account || account.role === 'viewer') return;
    bring(await dropped(event.dataTransfer));
    window.location.hash = hashOf('add');
  };

  readonly #say = (event: CustomEvent<Said>) => {
    this.toast = event.detail;
    window.clearTimeout(this.#quiet);
    this.#quiet = window.setTimeout(() => {
      this.toast = null;
    }, TOAST_MS);
  };
}

function navOf(page: Page): Exclude<Page, 'product' | 'welcome'> {
  return page === 'product' || page === 'welcome' ? 'products' : page;
}

customElements.define('vc-console', VcConsole);
