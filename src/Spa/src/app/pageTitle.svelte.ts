let text = $state('');

/** What the page is about, for the window's title. */
export const pageTitle = {
  get text(): string {
    return text;
  },
};

/** Call in a page's effect. */
export function setTitle(title: string): void {
  text = title;
}
