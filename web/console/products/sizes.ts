import { css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { controls } from '../../elements/controls.js';
import type { ConsoleApi } from '../api.js';
import { VcElement } from '../base.js';
import type { Person, Product, SizeRow } from '../contract.js';
import * as icons from '../icons.js';
import { pieces } from '../styles.js';

const LABELS = ['CN', 'EU', 'US', 'UK'] as const;
const MEASURES = ['chest', 'waist', 'hip', 'shoulder', 'length', 'sleeve'] as const;
const styles = css`
  .scroll {
    overflow-x: auto;
    padding-block-end: var(--vt-space-2);
  }
  table {
    border-collapse: collapse;
    min-inline-size: 60rem;
  }
  th {
    padding: 0 var(--vt-space-1) var(--vt-space-1);
    font-size: var(--vt-text-s);
    font-weight: var(--vt-strong);
    text-align: start;
    white-space: nowrap;
  }
  td {
    padding: 0 var(--vt-space-1) var(--vt-space-1) 0;
  }
  td input {
    /* a Chinese size is 165/84A */
    inline-size: 5.5rem;
    padding-inline: var(--vt-space-2);
    font-variant-numeric: tabular-nums;
  }
`;

/**
 * @summary A product's size chart, typed in or changed.
 * @event vc-reread - The chart was saved; the product is to be read again.
 */
export class VcSizes extends VcElement {
  static override styles = [controls, pieces, styles];

  @property({ attribute: false }) api!: ConsoleApi;
  @property({ attribute: false }) account!: Person;
  @property({ attribute: false }) product!: Product;
  @state() private rows: SizeRow[] = [];
  @state() private changed = false;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('product') || this.changed) return;
    const { size_chart, sizes } = this.product;
    this.rows = structuredClone(size_chart?.rows ?? sizes.map((size) => ({ size, labels: {}, cm: {} })));
  }

  protected override render() {
    const { t } = this;
    const p = t.product;
    const fixed = this.account.role === 'viewer';
    return html`<div class="stack"><p class="muted">${p.sizesText}</p>
      ${
        this.rows.length
          ? html`<div class="scroll" tabindex="0" role="group" aria-label=${p.sizesTitle}><table><thead><tr><th scope="col">${p.size}</th>
        ${LABELS.map((one) => html`<th scope="col">${one}</th>`)}${MEASURES.map((one) => html`<th scope="col">${p.measures[one]}</th>`)}<td></td></tr></thead>
        <tbody>${this.rows.map((row, index) => this.#row(row, index, fixed))}</tbody></table></div>`
          : nothing
      }
      ${
        fixed
          ? nothing
          : html`<div class="row"><button class="button" type="button" @click=${this.#add}>${icons.plus}${p.addSize}</button>
        <button class="button primary" type="button" aria-disabled=${!this.changed} @click=${() => void this.#save()}>${t.common.save}</button></div>`
      }</div>`;
  }

  #row(row: SizeRow, index: number, fixed: boolean) {
    const p = this.t.product;
    return html`<tr><td><input aria-label=${p.size} maxlength="32" ?disabled=${fixed} .value=${row.size} @input=${this.#typed(
      (text) => {
        row.size = text;
      },
    )}></td>
      ${LABELS.map(
        (one) =>
          html`<td><input aria-label="${one} ${row.size}" maxlength="32" ?disabled=${fixed} .value=${row.labels[one] ?? ''} @input=${this.#typed(
            (text) => {
              if (text) row.labels[one] = text;
              else delete row.labels[one];
            },
          )}></td>`,
      )}
      ${MEASURES.map(
        (one) => html`<td><input aria-label="${p.measures[one]} ${row.size}" inputmode="decimal" ?disabled=${fixed}
        .value=${String(row.cm[one] ?? '')} @input=${this.#typed((text) => {
          const value = Number(text.replace(',', '.'));
          if (text && value > 0) row.cm[one] = value;
          else delete row.cm[one];
        })}></td>`,
      )}
      <td>${
        fixed
          ? nothing
          : html`<button class="round" type="button" aria-label=${p.removeSize(row.size)} @click=${() => {
              this.rows = this.rows.filter((_, at) => at !== index);
              this.changed = true;
            }}>${icons.close}</button>`
      }</td></tr>`;
  }

  #typed(keep: (text: string) => void): (event: InputEvent) => void {
    return (event) => {
      keep((event.target as HTMLInputElement).value.trim());
      this.changed = true;
    };
  }

  #add(): void {
    this.rows = [...this.rows, { size: '', labels: {}, cm: {} }];
    this.changed = true;
  }

  async #save(): Promise<void> {
    if (!this.changed) return;
    const rows = this.rows.filter(({ size }) => size);
    const saved = await this.tried(() => this.api.sizeChart(this.product.id, rows));
    if (!saved) return;
    this.changed = false;
    this.say(this.t.common.saved);
    this.emit('vc-reread');
  }
}

customElements.define('vc-sizes', VcSizes);
