/**
 * Where the keyboard lies over the page instead of making it smaller (iOS), the page is made as high as what is left, so that what is
 * written in stays in sight.
 */
const viewport = window.visualViewport;
const keyboardPx = 120; // less is a browser's bar

function fit(): void {
  if (!viewport) return;
  const isCovered = viewport.scale === 1 && window.innerHeight - viewport.height > keyboardPx;
  const root = document.documentElement;
  if (isCovered) root.style.setProperty('--app-height', `${viewport.height}px`);
  else root.style.removeProperty('--app-height');
  if (isCovered) window.scrollTo(0, 0);
}

viewport?.addEventListener('resize', fit);
