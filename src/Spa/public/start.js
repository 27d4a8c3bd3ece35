// Runs before the first paint: the chosen theme must never flash as the other one.
try {
  const theme = localStorage.getItem('forum.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  const accent = localStorage.getItem('forum.accent');
  if (accent) document.documentElement.dataset.accent = accent;
  const language = localStorage.getItem('forum.language');
  if (language) document.documentElement.lang = language;
} catch {
  // Storage may be forbidden; the system's theme it is.
}
