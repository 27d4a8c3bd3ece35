const watched = (width: number) => {
  const query = window.matchMedia(`(min-width: ${width}px)`);
  let matches = $state(query.matches);
  query.addEventListener('change', () => (matches = query.matches));
  return () => matches;
};

/** Whether the list of people and chats has room beside the page. */
export const wide = watched(1100);
/** Whether an open chat has room beside both. */
export const veryWide = watched(1500);
