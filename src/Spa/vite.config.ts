import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const backend = process.env.FORUM_BACKEND ?? 'http://localhost:5080';

const start = readFileSync(new URL('./public/start.js', import.meta.url));
const startName = `assets/start-${createHash('sha256').update(start).digest('hex').slice(0, 8)}.js`;

/**
 * What runs first is kept by browsers as all other scripts are. The text fonts start loading with the page, so that text
 * never changes its face under the reader; so do the page's first words.
 */
function first(): Plugin {
  return {
    name: 'first',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', fileName: startName, source: start });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (html, { bundle }) => {
        const names = Object.keys(bundle ?? {});
        const words = names.flatMap((name) => {
          const language = /(en|ru)\.first-.*\.js$/.exec(name)?.[1];
          return language ? [[language, `/${name}`]] : [];
        });
        return {
          html: html.replace(
            'src="/start.js"',
            `src="/${startName}" data-words='${JSON.stringify(Object.fromEntries(words))}'`,
          ),
          tags: names
            .filter((name) => /inter-(latin|cyrillic)-wght.*\.woff2$/.test(name))
            .map((name) => ({
              tag: 'link',
              attrs: { rel: 'preload', href: `/${name}`, as: 'font', type: 'font/woff2', crossorigin: '' },
              injectTo: 'head' as const,
            })),
        };
      },
    },
  };
}

/** The service worker with the list of this build's files: what the first page needs, and the others. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = Object.values(bundle);
        const entry = files.find((file) => file.type === 'chunk' && file.isEntry);
        const first = new Set<string>();
        const take = (name: string): void => {
          const file = bundle[name];
          if (file?.type !== 'chunk' || first.has(name)) return;
          first.add(name);
          for (const css of file.viteMetadata?.importedCss ?? []) first.add(css);
          file.imports.forEach(take);
        };
        if (entry) take(entry.fileName);
        for (const { fileName } of files)
          if (/(en|ru)\.first-.*\.js$|inter-(latin|cyrillic)-wght.*\.woff2$/.test(fileName)) first.add(fileName);
        const all = files.map((file) => file.fileName).filter((name) => /\.(js|css|woff2)$/.test(name));
        const build = {
          version: createHash('sha256').update(all.sort().join()).digest('hex').slice(0, 12),
          shell: [
            '/',
            `/${startName}`,
            '/favicon.svg',
            '/manifest.webmanifest',
            ...[...first].map((name) => `/${name}`),
          ],
          others: all.filter((name) => !first.has(name) && name !== startName).map((name) => `/${name}`),
        };
        const source = readFileSync(new URL('./src/worker/sw.js', import.meta.url), 'utf8');
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: source.replace('__BUILD__', JSON.stringify(build)) });
      },
    },
  };
}

export default defineConfig({
  plugins: [svelte(), first(), serviceWorker()],
  resolve: { alias: { $: fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../WebApi/wwwroot',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0, // the content security policy allows no data: fonts or scripts
    modulePreload: { polyfill: false },
    target: 'es2022',
    // What the first page needs is one file, not a dozen that wait for one another.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'], // light-dark() as it is written
  },
  server: {
    host: 'localhost',
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': { target: backend, changeOrigin: false },
      '/ws': { target: backend, changeOrigin: false, ws: true },
      '/health': { target: backend, changeOrigin: false },
      '/openapi': { target: backend, changeOrigin: false },
      '/docs': { target: backend, changeOrigin: false },
      '/manifest.webmanifest': { target: backend, changeOrigin: false },
    },
  },
});
