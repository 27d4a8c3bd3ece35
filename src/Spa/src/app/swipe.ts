/** Back by a swipe from the left edge, as phones do it; where the system does it itself we keep out of its way. */
const edgePx = 32;
const enoughPx = 90;
const systemDoes = /iP(hone|ad|od)/.test(navigator.userAgent);

export function swipeBack(onback: () => void) {
  return (element: HTMLElement) => {
    if (systemDoes) return;
    let from: { x: number; y: number } | null = null;
    const still = window.matchMedia('(prefers-reduced-motion: reduce)');

    const place = (x: number): void => {
      element.style.transform = x > 0 && !still.matches ? `translateX(${x}px)` : '';
    };
    const begin = (event: TouchEvent): void => {
      const [touch, second] = event.touches;
      from = touch && !second && touch.clientX < edgePx ? { x: touch.clientX, y: touch.clientY } : null;
    };
    const move = (event: TouchEvent): void => {
      const touch = event.touches[0];
      if (!from || !touch) return;
      const [dx, dy] = [touch.clientX - from.x, touch.clientY - from.y];
      if (Math.abs(dy) > Math.abs(dx) && Math.abs(dy) > 12) from = null;
      place(from ? Math.max(0, dx) : 0);
    };
    const end = (event: TouchEvent): void => {
      const touch = event.changedTouches[0];
      const isFar = from !== null && touch !== undefined && touch.clientX - from.x > enoughPx;
      from = null;
      place(0);
      if (isFar && event.type === 'touchend') onback();
    };

    element.addEventListener('touchstart', begin, { passive: true });
    element.addEventListener('touchmove', move, { passive: true });
    element.addEventListener('touchend', end);
    element.addEventListener('touchcancel', end);
    return () => {
      element.removeEventListener('touchstart', begin);
      element.removeEventListener('touchmove', move);
      element.removeEventListener('touchend', end);
      element.removeEventListener('touchcancel', end);
    };
  };
}
