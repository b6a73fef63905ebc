import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { minifySync, type Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

/**
 * MediaPipe's wasm and its loader as files of ours. The loader comes unminified with addresses in its comments: minified,
 * so that the built files name no foreign host.
 */
function vision(): Plugin {
  const name = 'virtual:vision-loader';
  const file = (suffix: string) => require.resolve(`@mediapipe/tasks-vision/vision_wasm_internal.${suffix}`);
  return {
    name: 'vitrine-vision',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      if (this.meta.watchMode || process.env.VITEST) return 'export default {}';
      const { code } = minifySync('loader.js', readFileSync(file('js'), 'utf8'), { compress: true, mangle: true });
      const script = this.emitFile({ type: 'asset', name: 'vision.js', source: code });
      const wasm = this.emitFile({ type: 'asset', name: 'vision.wasm', source: readFileSync(file('wasm')) });
      return `export default {
        wasmLoaderPath: import.meta.ROLLUP_FILE_URL_${script},
        wasmBinaryPath: import.meta.ROLLUP_FILE_URL_${wasm},
      }`;
    },
  };
}

export default defineConfig({
  root: resolve(import.meta.dirname, 'shop'),
  base: '/',
  publicDir: false,
  plugins: [vision()],
  build: {
    outDir: resolve(import.meta.dirname, '../vitrine/web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: ['index', 'frame', 'console'].map((page) => resolve(import.meta.dirname, `shop/${page}.html`)),
    },
  },
  test: {
    root: import.meta.dirname,
    maxWorkers: 2,
    // Lit is in its development form here, and frames are not loaded: both say so at length.
    onConsoleLog: (text) => !/dev mode|Iframe page loading is disabled/.test(text),
    projects: [
      { extends: true, test: { name: 'core', include: ['core/**/*.test.ts'], environment: 'node' } },
      {
        extends: true,
        test: { name: 'elements', include: ['{elements,console}/**/*.test.ts'], environment: 'happy-dom' },
      },
      { extends: true, test: { name: 'built', include: ['tests/built/**/*.test.ts'], environment: 'node' } },
    ],
  },
});
