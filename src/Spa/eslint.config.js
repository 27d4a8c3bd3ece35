import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['node_modules/', 'coverage/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'no-undef': 'off', // TypeScript knows better
      'max-lines': ['error', { max: 350, skipBlankLines: true }],
      'svelte/no-navigation-without-resolve': 'off', // a SvelteKit rule; our router follows plain links
      'svelte/prefer-svelte-reactivity': 'off', // plain maps and dates are what we mean where nothing is drawn from them
      'svelte/no-at-html-tags': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['src/worker/*.js'], languageOptions: { globals: { ...globals.serviceworker, __BUILD__: 'readonly' } } },
  { files: ['*.config.{js,ts}'], languageOptions: { globals: { ...globals.node } } },
  { files: ['src/lib/messages/*.ts'], rules: { 'max-lines': 'off' } }, // a dictionary is as long as it is
);
