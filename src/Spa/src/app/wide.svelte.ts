const query = window.matchMedia('(min-width: 1100px)');
let isWide = $state(query.matches);
query.addEventListener('change', () => (isWide = query.matches));

/** Whether the list of people and chats has room beside the page. */
export const wide = (): boolean => isWide;
