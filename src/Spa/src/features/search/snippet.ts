export interface Part {
  text: string;
  isMarked: boolean;
}

const letters: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const plain = (html: string): string => html.replace(/&(?:lt|gt|quot|#39|amp);/g, (name) => letters[name] ?? name);

/** A snippet's text, and which of it is marked: it is never put into the page as HTML. */
export function partsOf(snippet: string): Part[] {
  return snippet
    .split(/<mark>(.*?)<\/mark>/s)
    .map((html, at) => ({ text: plain(html), isMarked: at % 2 === 1 }))
    .filter((part) => part.text !== '');
}
