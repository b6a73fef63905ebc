import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The one script that a merchant's page includes: a single classic file with a name that does not change. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'shop'),
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, '../vitrine/web'),
    emptyOutDir: false,
    target: 'es2020',
    lib: { entry: 'embed.ts', formats: ['iife'], name: 'vitrine', fileName: () => 'embed.js' },
  },
});
