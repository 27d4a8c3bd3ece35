import hljs from 'highlight.js/lib/common';
import './highlight.css';

/** Colours the words of a code block whose language is known; its text stays as it is. */
export function highlight(block: HTMLElement): void {
  const language = /^language-(\S+)/.exec(block.className)?.[1] ?? '';
  const code = block.textContent ?? '';
  if (!hljs.getLanguage(language) || code.length > 20_000) return;
  block.innerHTML = hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
