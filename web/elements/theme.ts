import { storage } from './storage.js';

export type Theme = 'light' | 'dark';

const ENTRY = 'vitrine.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');

/** The theme in force: as chosen, else as the device has it. */
export function theme(): Theme {
  const chosen = document.documentElement.dataset.theme ?? storage().getItem(ENTRY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return system.matches ? 'dark' : 'light';
}

/** Put `wanted` in force; `keep` remembers it for the next visit. */
export function wear(wanted: Theme, keep = true): void {
  document.documentElement.dataset.theme = wanted;
  if (keep) storage().setItem(ENTRY, wanted);
}

/** Start with the theme in force, and follow the device until one is chosen. */
export function begin(): void {
  document.documentElement.dataset.theme = theme();
  system.addEventListener('change', () => {
    if (!storage().getItem(ENTRY)) document.documentElement.dataset.theme = system.matches ? 'dark' : 'light';
  });
}
