// Runs before the first paint, and before the scripts are here.
{
  const root = document.documentElement;
  const languages = [...navigator.languages];
  // The chosen theme must never flash as the other one, nor the browser's own bar stay in it.
  try {
    const theme = localStorage.getItem('forum.theme');
    if (theme === 'light' || theme === 'dark') {
      root.dataset.theme = theme;
      for (const meta of document.querySelectorAll('meta[name=theme-color]'))
        meta.media = meta.dataset.theme === theme ? 'all' : 'not all';
    }
    const accent = localStorage.getItem('forum.accent');
    if (accent) root.dataset.accent = accent;
    const language = localStorage.getItem('forum.language');
    if (language) languages.unshift((root.lang = language));
  } catch {
    // Storage may be forbidden; the system's theme it is.
  }

  // The words of the first page, whose file the build names here.
  const words = JSON.parse(document.currentScript.dataset.words ?? '{}');
  const spoken = languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((code) => code in words) ?? 'en';
  if (words[spoken])
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: words[spoken] }));

  // What the page will ask first is asked now; api/client.ts takes each answer once.
  const { pathname, search } = location;
  const first = ['/api/session', '/api/forum', '/api/categories?limit=100'];
  if (search === '') {
    const thing = /^\/((?:posts|chats)\/[0-9a-f-]{36})$/.exec(pathname)?.[1];
    if (thing) first.push(`/api/${thing}`);
    if (pathname === '/') first.push('/api/posts?sort=new');
  }
  self.early = new Map(
    first.map((address) => {
      const answer = fetch(address, { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(20_000) });
      answer.catch(() => undefined); // told to whoever asks
      return [address, answer];
    }),
  );
}
